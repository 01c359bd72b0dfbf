#include <cmath>

#include "catch.hpp"
#include "engine_cases.hpp"
#include "onedial/core/instruction_set.hpp"

using namespace onedial;

namespace {

std::vector<State> states_of(const System& system) {
  std::vector<State> states(static_cast<std::size_t>(system.replicas()));
  for (std::size_t r = 0; r < states.size(); ++r) {
    system.read(static_cast<Index>(r), states[r]);
  }
  return states;
}

/// A ladder from 0 to ∞ over the replicas, or one temperature.
std::vector<Temperature> ladder(Index replicas, bool uniform) {
  const std::vector<Temperature> rungs = {Temperature::zero(), Temperature(0.4), Temperature(1.5),
                                          Temperature(6), Temperature::infinite()};
  std::vector<Temperature> result;
  for (std::size_t r = 0; r < static_cast<std::size_t>(replicas); ++r) {
    result.push_back(uniform ? Temperature(1.5) : rungs[r % rungs.size()]);
  }
  return result;
}

}  // namespace

TEST_CASE("energies are those of the states, and flips are counted") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 70;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto system = make_system(subject.model, settings, 8);
      for (const bool uniform : {true, false}) {
        const auto temperatures = ladder(settings.replicas, uniform);
        for (int sweep = 0; sweep < 700; ++sweep) {
          const SweepStats stats = system->sweep(temperatures);
          REQUIRE(stats.attempts == 70 * subject.model->size());
          REQUIRE(stats.flips >= 0);
          REQUIRE(stats.flips <= stats.attempts);
        }
        const auto states = states_of(*system);
        for (std::size_t r = 0; r < states.size(); ++r) {
          REQUIRE(system->energies()[r] ==
                  Approx(subject.model->energy(states[r])).epsilon(1e-12).margin(1e-12));
        }
      }
    }
  }
}

TEST_CASE(
    "at T = 0 no energy rises, replicas end where no flip gains, and heat bath takes half of the ties") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 530;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto system = make_system(subject.model, settings, 4);
      const std::vector<Temperature> cold(530, Temperature::zero());
      std::vector<double> before(system->energies().begin(), system->energies().end());
      for (int sweep = 0; sweep < 300; ++sweep) {
        system->sweep(cold);
        for (std::size_t r = 0; r < before.size(); ++r) {
          REQUIRE(system->energies()[r] <= before[r] + 1e-12);
          before[r] = system->energies()[r];
        }
      }
      for (const State& state : states_of(*system)) {
        State flipped = state;
        const double energy = subject.model->energy(state);
        for (Level& level : flipped) {
          level ^= 1;
          REQUIRE(subject.model->energy(flipped) >= energy - 1e-12);
          level ^= 1;
        }
      }
    }
  }
  for (const Engine engine : all_engines) {
    CAPTURE(engine_name(engine));
    const auto free_spin = std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Sparse(1, 1),
                                                                 Eigen::VectorXd::Zero(1));
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      const auto system = make_system(free_spin, {.kernel = kernel, .engine = engine, .replicas = 512}, 2);
      const std::vector<Temperature> cold(512, Temperature::zero());
      Index flips = 0;
      for (int sweep = 0; sweep < 100; ++sweep) {
        flips += system->sweep(cold).flips;
      }
      if (kernel == KernelKind::metropolis) {
        CHECK(flips == 51'200);
      } else {
        CHECK(std::abs(static_cast<double>(flips) - 25'600) < 5 * std::sqrt(12'800));
      }
    }
  }
}

TEST_CASE("at T = infinity Metropolis flips every unit, heat bath half of them") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 520;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto system = make_system(subject.model, settings, 4);
      const std::vector<Temperature> hot(520, Temperature::infinite());
      double flips = 0;
      double attempts = 0;
      for (int sweep = 0; sweep < 40; ++sweep) {
        const SweepStats stats = system->sweep(hot);
        flips += static_cast<double>(stats.flips);
        attempts += static_cast<double>(stats.attempts);
      }
      if (settings.kernel == KernelKind::metropolis) {
        CHECK(flips == attempts);
      } else {
        CHECK(std::abs(flips - attempts / 2) < 5 * std::sqrt(attempts / 4));
      }
    }
  }
}

TEST_CASE("written states are read back, and have their energies") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 600;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto system = make_system(subject.model, settings, 1);
      RandomStream random(3, 0);
      State state(static_cast<std::size_t>(subject.model->size()));
      State other;
      system->read(598, other);
      const double other_energy = system->energies()[598];
      for (Level& level : state) {
        level = static_cast<Level>(random() >> 63U);
      }
      system->write(599, state);
      CHECK(system->energies()[599] == Approx(subject.model->energy(state)).epsilon(1e-13).margin(1e-13));
      CHECK(system->energies()[598] == other_energy);
      State again;
      system->read(599, again);
      CHECK(again == state);
      system->read(598, again);
      CHECK(again == other);
      CHECK_THROWS_AS(system->write(0, State(3)), std::invalid_argument);
      CHECK_THROWS_AS(system->sweep(std::vector<Temperature>(3, Temperature(1))), std::invalid_argument);
      CHECK_THROWS_AS(system->read(600, again), std::out_of_range);
    }
  }
}

TEST_CASE("a copy is in the state of its original and goes on with random numbers of its own") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 600;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto copied = make_system(subject.model, settings, 1);
      const auto written = make_system(subject.model, settings, 1);
      const std::vector<Temperature> warm(600, Temperature(2));
      const auto sweep_both = [&] {
        copied->sweep(warm);
        written->sweep(warm);
      };
      const auto check_equal = [&] {
        State a;
        State b;
        for (const Index r : {2, 3, 4, 63, 64, 598, 599}) {
          copied->read(r, a);
          written->read(r, b);
          CHECK(a == b);
          const double energy = written->energies()[static_cast<std::size_t>(r)];
          CHECK(copied->energies()[static_cast<std::size_t>(r)] ==
                Approx(energy).epsilon(1e-12).margin(1e-12));
        }
      };
      sweep_both();
      State state;
      for (const auto& [from, to] : {std::pair<Index, Index>{3, 599}, {598, 64}, {4, 2}}) {
        copied->copy(from, to);
        written->read(from, state);
        written->write(to, state);
      }
      check_equal();
      sweep_both();
      check_equal();
      copied->copy(3, 3);
      check_equal();
      CHECK_THROWS_AS(copied->copy(600, 0), std::out_of_range);
      CHECK_THROWS_AS(copied->copy(0, -1), std::out_of_range);
    }
  }
}

TEST_CASE("the same bits on every instruction set, for any number of threads") {
  const std::string_view before = instruction_set();
  const auto lattice = engine_cases::square_lattice(24, 9, engine_cases::random_sign);
  std::vector<engine_cases::Case> cases = engine_cases::all();
  cases.push_back({"a lattice", lattice, cases.front().engines});
  for (const auto& subject : cases) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = subject.model == lattice ? 1100 : 130;
      CAPTURE(engine_cases::describe(subject, settings));
      std::vector<State> expected;
      std::vector<double> expected_energies;
      Index expected_flips = 0;
      const auto check = [&](Index threads) {
        settings.threads = threads;
        const auto system = make_system(subject.model, settings, 77);
        Index flips = 0;
        for (int sweep = 0; sweep < 12; ++sweep) {
          flips += system->sweep(ladder(settings.replicas, sweep % 2 == 0)).flips;
        }
        const std::vector<double> energies(system->energies().begin(), system->energies().end());
        const auto states = states_of(*system);
        if (expected.empty()) {
          expected = states;
          expected_energies = energies;
          expected_flips = flips;
        }
        CHECK(states == expected);
        CHECK(energies == expected_energies);
        CHECK(flips == expected_flips);
      };
      for (const std::string_view set : available_instruction_sets()) {
        CAPTURE(set);
        use_instruction_set(set);
        check(1);
      }
      use_instruction_set(before);
      if (subject.model == lattice) {
        check(2);
        check(3);
        check(5);
      }
    }
  }
}

TEST_CASE("a replica does not depend on how many there are beside it in its group") {
  const auto subject = engine_cases::all().front();
  for (const SamplerSettings& way : engine_cases::ways(subject)) {
    CAPTURE(engine_cases::describe(subject, way));
    std::vector<State> expected;
    for (const Index replicas : {513, 512, 511, 65, 63, 7, 1}) {
      SamplerSettings settings = way;
      settings.replicas = replicas;
      const auto system = make_system(subject.model, settings, 6);
      for (int sweep = 0; sweep < 5; ++sweep) {
        system->sweep(std::vector<Temperature>(static_cast<std::size_t>(replicas), Temperature(1.5)));
      }
      auto states = states_of(*system);
      if (expected.empty()) {
        expected = states;
      }
      expected.resize(states.size());
      CHECK(states == expected);
    }
  }
}

TEST_CASE("randomize starts all over again") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 40;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto fresh = make_system(subject.model, settings, 21);
      const auto used = make_system(subject.model, settings, 5);
      for (int sweep = 0; sweep < 3; ++sweep) {
        used->sweep(ladder(40, false));
      }
      used->randomize(21);
      CHECK(states_of(*used) == states_of(*fresh));
      fresh->sweep(ladder(40, true));
      used->sweep(ladder(40, true));
      CHECK(states_of(*used) == states_of(*fresh));
    }
  }
}

TEST_CASE("replicas are independent of each other, at seed 0 too") {
  // The overlap of two independent replicas at T = infinity has mean 0 and variance 1/N.
  const auto lattice = engine_cases::square_lattice(20, 2, engine_cases::random_sign);
  constexpr Index replicas = 1030;
  for (const Engine engine : all_engines) {
    CAPTURE(engine_name(engine));
    const auto system = make_system(lattice, {.engine = engine, .replicas = replicas}, 0);
    const std::vector<Temperature> t(replicas, Temperature(20));
    for (int sweep = 0; sweep < 20; ++sweep) {
      system->sweep(t);
    }
    const auto states = states_of(*system);
    double squares = 0;
    double pairs = 0;
    double greatest = 0;
    for (std::size_t a = 0; a < states.size(); ++a) {
      for (const std::size_t distance : {1U, 2U, 63U, 64U, 511U, 512U}) {
        if (a + distance >= states.size()) {
          continue;
        }
        double overlap = 0;
        for (std::size_t unit = 0; unit < states[a].size(); ++unit) {
          overlap += states[a][unit] == states[a + distance][unit] ? 1 : -1;
        }
        overlap /= 400;
        squares += overlap * overlap;
        greatest = std::max(greatest, std::abs(overlap));
        ++pairs;
      }
    }
    // At T = 20 neighbours are correlated by 1/20, which adds 4/20² = 1 % to the variance.
    CHECK(std::abs(squares / pairs * 400 - 1.01) < 5 * std::sqrt(2 / pairs) + 0.005);
    CHECK(greatest < 7.0 / 20);
  }
}

TEST_CASE("shared random numbers make replicas fall into step, and are asked for by name only") {
  const auto lattice = engine_cases::square_lattice(8, 2, [](RandomStream&) { return 1.0; });
  const std::vector<Temperature> t(64, Temperature(5));
  for (const bool shared : {false, true}) {
    const auto system =
        make_system(lattice, {.engine = Engine::bits, .replicas = 64, .shared_random = shared}, 3);
    for (int sweep = 0; sweep < 200; ++sweep) {
      system->sweep(t);
    }
    const auto states = states_of(*system);
    const auto equal_to_first = std::count(states.begin(), states.end(), states.front());
    CHECK((equal_to_first > 5) == shared);
  }
}
