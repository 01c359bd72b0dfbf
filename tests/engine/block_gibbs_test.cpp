#include "onedial/engine/block_gibbs.hpp"

#include <cmath>

#include "catch.hpp"
#include "engine/acceptance.hpp"
#include "engine/block_layer.hpp"
#include "engine/random_words.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "rbm_cases.hpp"
#include "sample_statistics.hpp"

using namespace onedial;
using namespace onedial::engine_cases;

namespace {

std::shared_ptr<const Rbm> shared(Rbm machine) {
  return std::make_shared<const Rbm>(std::move(machine));
}

std::vector<Temperature> same(Index replicas, Temperature t) {
  return std::vector<Temperature>(static_cast<std::size_t>(replicas), t);
}

std::size_t index_of(const State& state, std::size_t units) {
  std::size_t index = 0;
  for (std::size_t unit = 0; unit < units; ++unit) {
    index |= static_cast<std::size_t>(state[unit]) << unit;
  }
  return index;
}

std::vector<State> states_of(const System& system) {
  std::vector<State> states(static_cast<std::size_t>(system.replicas()));
  for (std::size_t r = 0; r < states.size(); ++r) {
    system.read(static_cast<Index>(r), states[r]);
  }
  return states;
}

/// Weights and biases of few levels, so that many fields are exactly 0.
Rbm machine_of_integers(Index visible, Index hidden) {
  const Rbm machine = rbm_cases::random_machine(visible, hidden, 1.8, 9);
  const auto round = [](double value) { return std::round(value); };
  return {machine.weights().unaryExpr(round), machine.visible_biases().unaryExpr(round),
          machine.hidden_biases().unaryExpr(round)};
}

/// Weights from 10⁻⁴⁵ to 1 times `scale`.
Rbm machine_of_all_sizes(double scale) {
  const Rbm machine = rbm_cases::random_machine(20, 70, 1, 10);
  Eigen::MatrixXd weights = machine.weights();
  for (Index i = 0; i < 20; ++i) {
    weights.row(i) *= scale * std::pow(10.0, -45.0 * static_cast<double>(i) / 19);
  }
  return {weights, Eigen::VectorXd::Zero(20), scale * machine.hidden_biases()};
}

/// One replica in plain code: fields summed in double precision, a bar a unit, all decisions exact.
class PlainReplica {
 public:
  PlainReplica(const Rbm& machine, std::uint64_t seed, std::uint64_t replica, State start,
               std::vector<double> odds)
      : machine_(&machine),
        random_(seeded_words(seed, replica)),
        state_(std::move(start)),
        odds_(std::move(odds)) {
    for (std::size_t unit = 0; unit < state_.size(); unit += 512) {
      next_words(random_);  // which the start was drawn from
    }
    if (!odds_.empty()) {
      draw_layer(0, odds_.size(), Temperature::infinite(), [](std::size_t) { return 0.0; });
    }
  }

  void sweep(Temperature t) {
    const auto visible = static_cast<std::size_t>(machine_->visible_units());
    const auto hidden = static_cast<std::size_t>(machine_->hidden_units());
    draw_layer(visible, hidden, t, [&](std::size_t j) {
      double field = machine_->hidden_biases()[static_cast<Index>(j)];
      for (std::size_t i = 0; i < visible; ++i) {
        field += state_[i] * machine_->weights()(static_cast<Index>(i), static_cast<Index>(j));
      }
      return field;
    });
    draw_layer(0, visible, t, [&](std::size_t i) {
      double field = machine_->visible_biases()[static_cast<Index>(i)];
      for (std::size_t j = 0; j < hidden; ++j) {
        field += state_[visible + j] * machine_->weights()(static_cast<Index>(i), static_cast<Index>(j));
      }
      return field;
    });
  }

  [[nodiscard]] const State& state() const { return state_; }

 private:
  template <class Field>
  void draw_layer(std::size_t first, std::size_t units, Temperature t, Field field) {
    for (std::size_t unit = 0; unit < (units + 63) / 64 * 64; ++unit) {
      if (unit % 16 == 0) {
        words_ = next_words(random_);
      }
      const auto bits = static_cast<std::uint32_t>(words_[unit % 16 / 2] >> (32 * (unit % 2)));
      if (unit < units) {
        const double odds = first == 0 && !odds_.empty() ? odds_[unit] : 0;
        state_[first + unit] =
            t.reduced(-field(unit)) < energy_bar(KernelKind::heat_bath, bits) + odds ? 1 : 0;
      }
    }
  }

  const Rbm* machine_;
  RandomWords random_;
  std::array<std::uint64_t, RandomWords::lanes> words_{};
  State state_;
  std::vector<double> odds_;  // of visible units at T = ∞
};

/// p(v'|v) of one sweep over all visible states.
Eigen::MatrixXd visible_transitions(const Rbm& machine, Temperature t) {
  const auto visible = static_cast<unsigned>(machine.visible_units());
  const auto hidden = static_cast<unsigned>(machine.hidden_units());
  const auto layer_law = [&](const Eigen::VectorXd& fields) {
    Eigen::VectorXd law(Index{1} << static_cast<unsigned>(fields.size()));
    for (Index state = 0; state < law.size(); ++state) {
      law[state] = 1;
      for (Index unit = 0; unit < fields.size(); ++unit) {
        const double on = 1 / (1 + std::exp(-fields[unit] / t.value()));
        law[state] *= ((state >> unit) & 1) != 0 ? on : 1 - on;
      }
    }
    return law;
  };
  const auto values = [](Index state, unsigned units) {
    Eigen::VectorXd result(units);
    for (unsigned unit = 0; unit < units; ++unit) {
      result[unit] = static_cast<double>((state >> unit) & 1);
    }
    return result;
  };
  Eigen::MatrixXd up(Index{1} << visible, Index{1} << hidden);
  Eigen::MatrixXd down(up.cols(), up.rows());
  for (Index v = 0; v < up.rows(); ++v) {
    up.row(v) = layer_law(machine.hidden_biases() + machine.weights().transpose() * values(v, visible));
  }
  for (Index h = 0; h < down.rows(); ++h) {
    down.row(h) = layer_law(machine.visible_biases() + machine.weights() * values(h, hidden));
  }
  return up * down;
}

}  // namespace

TEST_CASE("block Gibbs takes every decision as plain code does, on every instruction set") {
  const std::string_view before = instruction_set();
  const std::vector<Rbm> machines = {rbm_cases::reference_machine(),
                                     rbm_cases::random_machine(1, 1, 1, 1),
                                     rbm_cases::random_machine(300, 130, 0.3, 2),
                                     rbm_cases::random_machine(65, 200, 3, 3),
                                     machine_of_integers(150, 70),
                                     machine_of_all_sizes(1),
                                     machine_of_all_sizes(1e300),
                                     machine_of_all_sizes(1e-250)};
  const std::vector<double> temperatures = {0, 1e-3, 0.2, 1, 2.5, 30, 1e9};
  for (std::size_t m = 0; m < 2 * machines.size(); ++m) {
    const Rbm& machine = machines[m / 2];
    std::vector<double> odds;
    for (Index unit = 0; m % 2 == 1 && unit < machine.visible_units(); ++unit) {
      odds.push_back(7 * std::cos(static_cast<double>(unit)));
    }
    CAPTURE(machine.visible_units(), machine.hidden_units(), machine.weights()(0, 0), odds.size());
    const double unit = machine.weights().cwiseAbs().maxCoeff() > 1e100    ? 1e300
                        : machine.weights().cwiseAbs().maxCoeff() < 1e-100 ? 1e-250
                                                                           : 1;
    std::vector<Temperature> ladder = {Temperature::infinite(), Temperature(1e-60 * unit)};
    for (const double t : temperatures) {
      ladder.emplace_back(t * unit);
    }
    const auto replicas = static_cast<Index>(ladder.size());
    for (const std::string_view set : available_instruction_sets()) {
      CAPTURE(set);
      use_instruction_set(set);
      const auto system = make_block_gibbs(shared(machine), replicas, 1, 5, odds);
      std::vector<PlainReplica> plain;
      for (Index r = 0; r < replicas; ++r) {
        plain.emplace_back(machine, 5, static_cast<std::uint64_t>(r),
                           states_of(*system)[static_cast<std::size_t>(r)], odds);
        REQUIRE(plain.back().state() == states_of(*system)[static_cast<std::size_t>(r)]);
      }
      bool equal = true;
      Index flips = 0;
      Index plain_flips = 0;
      for (int sweep = 0; sweep < 12; ++sweep) {
        flips += system->sweep(ladder).flips;
        const auto states = states_of(*system);
        for (std::size_t r = 0; r < ladder.size(); ++r) {
          const State last = plain[r].state();
          plain[r].sweep(ladder[r]);
          equal = equal && states[r] == plain[r].state();
          for (std::size_t k = 0; k < last.size(); ++k) {
            plain_flips += last[k] != plain[r].state()[k] ? 1 : 0;
          }
        }
      }
      CHECK(equal);
      CHECK(flips == plain_flips);
    }
    use_instruction_set(before);
  }
}

TEST_CASE("block Gibbs draws all states with their probabilities") {
  const auto machine = shared(rbm_cases::reference_machine());
  const auto pairwise = std::make_shared<const PairwiseModel>(machine->as_pairwise_model());
  const std::vector<double> energies = enumerate(pairwise);
  constexpr Index replicas = 512;
  const auto system = make_block_gibbs(machine, replicas, 1, 12);
  for (const double t : {0.7, 1.0, 2.0, 6.0}) {
    CAPTURE(t);
    const Thermodynamics exact = thermodynamics(Spectrum(energies), Temperature(t));
    const std::vector<double> law = boltzmann_law(energies, exact);
    const auto temperatures = same(replicas, Temperature(t));
    for (int sweep = 0; sweep < 100; ++sweep) {
      system->sweep(temperatures);
    }
    std::vector<double> counts(law.size());
    std::vector<double> mean_energies(replicas);
    std::vector<std::vector<double>> marginals(10, std::vector<double>(replicas));
    constexpr int draws = 200;
    for (int draw = 0; draw < draws; ++draw) {
      for (int sweep = 0; sweep < 20; ++sweep) {
        system->sweep(temperatures);
      }
      const auto states = states_of(*system);
      for (std::size_t r = 0; r < replicas; ++r) {
        ++counts[index_of(states[r], 10)];
        mean_energies[r] += system->energies()[r] / draws;
        for (std::size_t unit = 0; unit < 10; ++unit) {
          marginals[unit][r] += states[r][unit] / static_cast<double>(draws);
        }
      }
    }
    CHECK(chi_squared(counts, law) < 6);
    CHECK(std::abs(deviation(mean_energies, exact.mean_energy)) < 6);
    for (std::size_t unit = 0; unit < 10; ++unit) {
      double on = 0;
      for (std::size_t state = 0; state < law.size(); ++state) {
        on += ((state >> unit) & 1U) != 0 ? law[state] : 0;
      }
      CHECK(std::abs(deviation(marginals[unit], on)) < 6);
    }
  }
}

TEST_CASE("block Gibbs with log odds draws states from the law that begins with them") {
  const auto machine = shared(rbm_cases::reference_machine());
  const std::vector<double> energies =
      enumerate(std::make_shared<const PairwiseModel>(machine->as_pairwise_model()));
  const std::vector<double> odds = {1.5, -2, 0, 0.7, -0.4, 3};
  constexpr Index replicas = 20'000;
  for (const double beta : {0.0, 0.5, 1.0}) {
    CAPTURE(beta);
    std::vector<double> law(energies.size());
    double norm = 0;
    for (std::size_t state = 0; state < law.size(); ++state) {
      double exponent = -beta * energies[state];
      for (std::size_t unit = 0; unit < odds.size(); ++unit) {
        exponent += ((state >> unit) & 1U) != 0 ? odds[unit] : 0;
      }
      norm += law[state] = std::exp(exponent);
    }
    for (double& p : law) {
      p /= norm;
    }
    const auto system = make_block_gibbs(machine, replicas, 1, 3, odds);
    // At T = ∞ the first states are draws already.
    for (int sweep = 0; beta > 0 && sweep < 60; ++sweep) {
      system->sweep(same(replicas, Temperature(1 / beta)));
    }
    std::vector<double> counts(law.size());
    State state;
    for (Index r = 0; r < replicas; ++r) {
      system->read(r, state);
      ++counts[index_of(state, 10)];
      REQUIRE(system->energies()[static_cast<std::size_t>(r)] ==
              Approx(energies[index_of(state, 10)]).margin(1e-12));
    }
    CHECK(chi_squared(counts, law) < 6);
  }
  CHECK_THROWS_WITH(make_block_gibbs(machine, 1, 1, 1, {1, 2}),
                    ContainsSubstring("2 log odds for 6 visible units"));
}

TEST_CASE("one and two sweeps of block Gibbs lead where the transition matrix says") {
  const auto machine = shared(rbm_cases::reference_machine());
  constexpr Index replicas = 20'000;
  const auto system = make_block_gibbs(machine, replicas, 1, 4);
  const auto temperatures = same(replicas, Temperature(1.3));
  const Eigen::MatrixXd once = visible_transitions(*machine, Temperature(1.3));
  for (const std::size_t start : {0U, 37U}) {
    CAPTURE(start);
    State state(10);
    for (std::size_t unit = 0; unit < 6; ++unit) {
      state[unit] = static_cast<Level>((start >> unit) & 1U);
    }
    for (Index r = 0; r < replicas; ++r) {
      system->write(r, state);
    }
    Eigen::RowVectorXd expected = Eigen::RowVectorXd::Zero(64);
    expected[static_cast<Index>(start)] = 1;
    for (int sweep = 1; sweep <= 2; ++sweep) {
      system->sweep(temperatures);
      expected *= once;
      std::vector<double> counts(64);
      for (Index r = 0; r < replicas; ++r) {
        system->read(r, state);
        ++counts[index_of(state, 6)];
      }
      CHECK(chi_squared(counts, {expected.begin(), expected.end()}) < 6);
    }
  }
}

TEST_CASE("energies of block Gibbs are those of the pairwise model") {
  for (const auto& [visible, hidden] : {std::pair<Index, Index>{6, 4}, {3, 200}, {200, 3}, {129, 64}}) {
    CAPTURE(visible, hidden);
    const auto machine = shared(rbm_cases::random_machine(visible, hidden, 1, 6));
    const PairwiseModel pairwise = machine->as_pairwise_model();
    const auto system = make_block_gibbs(machine, 40, 1, 3);
    std::vector<Temperature> temperatures;
    for (int r = 0; r < 40; ++r) {
      temperatures.emplace_back(r < 20 ? 0.1 * r : 0.5 * r);
    }
    RandomStream random(3, 0);
    for (int sweep = 0; sweep < 60; ++sweep) {
      const auto states = states_of(*system);
      for (std::size_t r = 0; r < states.size(); ++r) {
        REQUIRE(system->energies()[r] == Approx(pairwise.energy(states[r])).epsilon(1e-13).margin(1e-13));
      }
      const SweepStats stats = system->sweep(temperatures);
      REQUIRE(stats.attempts == 40 * (visible + hidden));
      State state(static_cast<std::size_t>(visible + hidden));
      for (Level& level : state) {
        level = static_cast<Level>(random() >> 63U);
      }
      system->write(sweep % 40, state);
      State again;
      system->read(sweep % 40, again);
      REQUIRE(again == state);
    }
  }
}

TEST_CASE("block Gibbs at T = 0 descends and takes half of the ties, at T = infinity it flips coins") {
  constexpr Index replicas = 200;
  const auto machine = shared(rbm_cases::random_machine(60, 90, 1, 7));
  const auto system = make_block_gibbs(machine, replicas, 1, 3);
  std::vector<double> before(system->energies().begin(), system->energies().end());
  for (int sweep = 0; sweep < 60; ++sweep) {
    system->sweep(same(replicas, Temperature::zero()));
    for (std::size_t r = 0; r < before.size(); ++r) {
      REQUIRE(system->energies()[r] <= before[r] + 1e-12);
      before[r] = system->energies()[r];
    }
  }
  CHECK(system->sweep(same(replicas, Temperature::zero())).flips == 0);
  // All fields are 0; and 0.1 + 0.2 − 0.3 is not, in double precision: that is no tie.
  const auto check_half = [&](const auto& free, Temperature t) {
    double flips = 0;
    double attempts = 0;
    for (int sweep = 0; sweep < 40; ++sweep) {
      const SweepStats stats = free->sweep(same(replicas, t));
      flips += static_cast<double>(stats.flips);
      attempts += static_cast<double>(stats.attempts);
    }
    CHECK(std::abs(flips - attempts / 2) < 5 * std::sqrt(attempts / 4));
  };
  check_half(system, Temperature::infinite());
  const auto free =
      shared(Rbm(Eigen::MatrixXd::Zero(9, 3), Eigen::VectorXd::Zero(9), Eigen::VectorXd::Zero(3)));
  check_half(make_block_gibbs(free, replicas, 1, 1), Temperature::zero());
}

TEST_CASE("block Gibbs gives the same bits for any number of threads and of replicas") {
  const auto machine = shared(rbm_cases::random_machine(90, 70, 0.5, 8));
  std::vector<State> expected;
  for (const auto& [replicas, threads] :
       {std::pair<Index, Index>{150, 1}, {150, 2}, {150, 5}, {97, 3}, {33, 1}, {1, 1}}) {
    CAPTURE(replicas, threads);
    const auto system = make_block_gibbs(machine, replicas, threads, 77);
    system->randomize(1);
    system->sweep(same(replicas, Temperature(2)));
    system->randomize(77);
    for (int sweep = 0; sweep < 20; ++sweep) {
      system->sweep(same(replicas, Temperature(1)));
    }
    const auto states = states_of(*system);
    if (expected.empty()) {
      expected = states;
    }
    CHECK(std::equal(states.begin(), states.end(), expected.begin()));
  }
}

TEST_CASE("replicas of block Gibbs are independent, at seed 0 too") {
  // With no weights units are independent: overlaps have mean 0 and variance 1/N.
  constexpr Index replicas = 300;
  const auto machine =
      shared(Rbm(Eigen::MatrixXd::Zero(100, 100), Eigen::VectorXd::Zero(100), Eigen::VectorXd::Zero(100)));
  const auto system = make_block_gibbs(machine, replicas, 1, 0);
  double squares = 0;
  double pairs = 0;
  for (int sweep = 0; sweep < 3; ++sweep) {
    const auto before = states_of(*system);
    system->sweep(same(replicas, Temperature(1)));
    const auto after = states_of(*system);
    for (std::size_t a = 0; a < after.size(); ++a) {
      for (std::size_t b = 0; b <= a; ++b) {
        double overlap = 0;
        for (std::size_t unit = 0; unit < 200; ++unit) {
          overlap += after[a][unit] == (a == b ? before : after)[b][unit] ? 1 : -1;
        }
        REQUIRE(std::abs(overlap) / 200 < 7 / std::sqrt(200.0));
        squares += overlap * overlap / 200;
        ++pairs;
      }
    }
  }
  CHECK(std::abs(squares / pairs - 1) < 5 * std::sqrt(2 / pairs));
}

TEST_CASE("fields as integers are within their bounds, which are narrow") {
  for (const Rbm& machine :
       {rbm_cases::random_machine(300, 130, 0.3, 2), machine_of_integers(150, 70), machine_of_all_sizes(1)}) {
    const BlockMachine layers(machine);
    RandomStream random(4, 0);
    const auto check = [&](const auto& layer, double narrow) {
      constexpr std::size_t width = std::decay_t<decltype(layer.biases[0])>::width;
      std::vector<std::uint64_t> on(words_of(layer.exact.inputs));
      for (int trial = 0; trial < 20; ++trial) {
        for (std::size_t input = 0; input < layer.exact.inputs; ++input) {
          const std::uint64_t bit = std::uint64_t{1} << (input % 64);
          on[input / 64] = (random() >> 63U) != 0 ? on[input / 64] | bit : on[input / 64] & ~bit;
        }
        for (std::size_t unit = 0; unit < layer.exact.units; ++unit) {
          const std::size_t tile = unit / width;
          std::int64_t field = layer.biases[tile].values[unit % width];
          for (std::size_t input = 0; input < layer.exact.inputs; ++input) {
            if (((on[input / 64] >> (input % 64)) & 1U) != 0) {
              field += layer.weights[tile * layer.exact.inputs + input].values[unit % width];
            }
          }
          const double exact = std::ldexp(layer.exact.field(unit, on), -layers.energy_exponent);
          const double off = std::abs(static_cast<double>(field) * double{layer.scales[unit]} - exact);
          REQUIRE(off <= double{layer.errors[unit]} * (1 + 1e-9));
          const double strength = std::ldexp(layer.exact.strength(unit), -layers.energy_exponent);
          REQUIRE(layer.errors[unit] <= strength * narrow + 1.1e-34);
        }
      }
    };
    check(layers.visible, 2e-7);
    check(layers.hidden, 1e-12);
  }
}

TEST_CASE("block Gibbs refuses what it cannot run") {
  const auto machine = shared(rbm_cases::reference_machine());
  CHECK_THROWS_WITH(make_block_gibbs(machine, 0, 1, 1), ContainsSubstring("replicas (0) must be at least 1"));
  CHECK_THROWS_AS(make_block_gibbs(machine, 1, 0, 1), std::invalid_argument);
  const auto system = make_block_gibbs(machine, 3, 1, 1);
  CHECK(system->size() == 10);
  CHECK_THROWS_AS(system->sweep(same(2, Temperature(1))), std::invalid_argument);
  CHECK_THROWS_AS(system->write(0, State(9)), std::invalid_argument);
}
