#include "catch.hpp"
#include "engine_cases.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/engine/block_gibbs.hpp"

using namespace onedial;

namespace {

std::string saved(System& system) {
  StateArchive archive;
  system.transfer(archive);
  return archive.bytes();
}

void load(System& system, const std::string& bytes) {
  StateArchive archive(bytes);
  system.transfer(archive);
  archive.require_end();
}

/// A ladder over the replicas, another at each sweep.
std::vector<Temperature> ladder(Index replicas, int sweep) {
  std::vector<Temperature> result;
  for (Index r = 0; r < replicas; ++r) {
    result.emplace_back(0.3 + 0.5 * static_cast<double>((r + sweep) % 7));
  }
  return result;
}

/// Saves `first` in the middle of a run and loads it into `second`; both must go on alike, over the sweep in
/// which running sums are refreshed.
void check_goes_on(System& first, System& second) {
  const Index replicas = first.replicas();
  for (int sweep = 0; sweep < 130; ++sweep) {
    first.sweep(ladder(replicas, sweep));
  }
  second.sweep(ladder(replicas, 1));
  load(second, saved(first));
  const auto require_equal = [&] {
    REQUIRE(std::vector(first.energies().begin(), first.energies().end()) ==
            std::vector(second.energies().begin(), second.energies().end()));
  };
  require_equal();
  for (int sweep = 130; sweep < 400; ++sweep) {
    const Index flips = first.sweep(ladder(replicas, sweep)).flips;
    REQUIRE(second.sweep(ladder(replicas, sweep)).flips == flips);
    require_equal();
  }
  State state;
  State other;
  for (Index r = 0; r < replicas; ++r) {
    first.read(r, state);
    second.read(r, other);
    REQUIRE(state == other);
  }
  CHECK(saved(first) == saved(second));
}

}  // namespace

TEST_CASE("an engine goes on from a stored state with the same bits") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = settings.engine == Engine::bits ? 520 : 70;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto first = make_system(subject.model, settings, 8);
      settings.threads = 3;
      const auto second = make_system(subject.model, settings, 9);
      check_goes_on(*first, *second);
    }
  }
}

TEST_CASE("block Gibbs goes on from a stored state with the same bits") {
  Eigen::MatrixXd weights(7, 5);
  RandomStream random(4, 0);
  for (double& weight : weights.reshaped()) {
    weight = draw_normal(random);
  }
  const auto machine = std::make_shared<const Rbm>(weights, Eigen::VectorXd::Constant(7, 0.1),
                                                   Eigen::VectorXd::Constant(5, -0.3));
  for (const auto& odds : {std::vector<double>{}, std::vector<double>(7, 0.4)}) {
    const auto first = make_block_gibbs(machine, 40, 1, 5, odds);
    const auto second = make_block_gibbs(machine, 40, 2, 6, odds);
    check_goes_on(*first, *second);
  }
}

TEST_CASE("a stored state is the same on every instruction set") {
  const std::string_view before = instruction_set();
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 70;
      CAPTURE(engine_cases::describe(subject, settings));
      std::string expected;
      for (const std::string_view set : available_instruction_sets()) {
        use_instruction_set(set);
        const auto system = make_system(subject.model, settings, 3);
        for (int sweep = 0; sweep < 10; ++sweep) {
          system->sweep(ladder(70, sweep));
        }
        if (expected.empty()) {
          expected = saved(*system);
        }
        CHECK(saved(*system) == expected);
      }
      use_instruction_set(before);
    }
  }
}

TEST_CASE("a stored state of another size is refused") {
  const auto lattice = engine_cases::square_lattice(8, 2, engine_cases::random_sign);
  for (const Engine engine : all_engines) {
    CAPTURE(engine_name(engine));
    const auto system = make_system(lattice, {.engine = engine, .replicas = 513}, 3);
    const std::string bytes = saved(*system);
    CHECK_THROWS_AS(load(*system, bytes.substr(0, bytes.size() - 1)), std::invalid_argument);
    CHECK_THROWS_AS(load(*system, bytes + "x"), std::invalid_argument);
    CHECK_THROWS_AS(load(*system, ""), std::invalid_argument);
    const auto smaller = make_system(lattice, {.engine = engine, .replicas = 1}, 3);
    CHECK_THROWS_AS(load(*smaller, bytes), std::invalid_argument);
  }
}

TEST_CASE("parts of a system do what their replicas do in the whole, and their states join to its state") {
  for (const auto& subject : engine_cases::all()) {
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      const Index group = group_size(*subject.model, settings);
      CAPTURE(engine_cases::describe(subject, settings), group);
      settings.replicas = 2 * group + (group + 1) / 2;
      const auto whole = make_system(subject.model, settings, 5);
      const Index replicas = settings.replicas;
      settings.replicas = group;
      const auto first = make_system(subject.model, settings, 5);
      settings.first_replica = group;
      settings.replicas = replicas - group;
      const auto second = make_system(subject.model, settings, 5);
      const auto t = [&](Index count) {
        return std::vector<Temperature>(static_cast<std::size_t>(count), Temperature(1.5));
      };
      for (int sweep = 0; sweep < 20; ++sweep) {
        const Index flips = whole->sweep(t(replicas)).flips;
        REQUIRE(first->sweep(t(group)).flips + second->sweep(t(replicas - group)).flips == flips);
      }
      std::vector<double> energies(first->energies().begin(), first->energies().end());
      energies.insert(energies.end(), second->energies().begin(), second->energies().end());
      CHECK(std::vector(whole->energies().begin(), whole->energies().end()) == energies);
      CHECK(saved(*whole) == saved(*first) + saved(*second));
      if (group > 1) {
        settings.first_replica = group + 1;
        CHECK_THROWS_AS(make_system(subject.model, settings, 5), std::invalid_argument);
      }
    }
  }
}
