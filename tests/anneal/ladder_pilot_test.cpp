#include "onedial/anneal/ladder_pilot.hpp"

#include <algorithm>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/anneal/phase_seed.hpp"
#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/lattice.hpp"

using namespace onedial;

namespace {

SystemFactory lattice_factory(Index length) {
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = length}));
  return [model](Index replicas) { return make_system(model, {.replicas = replicas}, 7); };
}

void check_rises(const std::vector<Temperature>& ladder, double coldest) {
  CHECK(ladder.front().value() == coldest);
  for (std::size_t k = 1; k < ladder.size(); ++k) {
    CHECK(ladder[k - 1] < ladder[k]);
  }
}

}  // namespace

TEST_CASE("a planned ladder lets about half of all swaps succeed, up to T = infinity") {
  const SystemFactory make = lattice_factory(16);
  const auto ladder = plan_ladder(make, {.coldest = Temperature(1.6),
                                         .hottest = Temperature(4),
                                         .count = 13,
                                         .reaches_infinity = true,
                                         .seed = 1});
  check_rises(ladder, 1.6);
  CHECK(ladder.back().is_infinite());
  CHECK(ladder[12].value() == 4);
  const auto system = make(4 * std::ssize(ladder));
  ReplicaExchange exchange(*system, ladder, 1);
  for (int sweep = 0; sweep < 2000; ++sweep) {
    exchange.sweep();
    if (sweep == 300) {
      exchange.reset_statistics();
    }
  }
  for (const double rate : exchange.swap_rates()) {
    CHECK(rate > 0.42);
    CHECK(rate < 0.7);
  }
}

TEST_CASE("as many levels are planned as let half of the swaps succeed") {
  const SystemFactory make = lattice_factory(24);
  const auto ladder = plan_ladder(make, {.coldest = Temperature(1.8), .hottest = Temperature(4), .seed = 2});
  check_rises(ladder, 1.8);
  CHECK(ladder.back().value() == 4);
  const auto system = make(4 * std::ssize(ladder));
  ReplicaExchange exchange(*system, ladder, 2);
  for (int sweep = 0; sweep < 2000; ++sweep) {
    exchange.sweep();
    if (sweep == 300) {
      exchange.reset_statistics();
    }
  }
  double sum = 0;
  for (const double rate : exchange.swap_rates()) {
    CHECK(rate > 0.35);
    sum += rate;
  }
  CHECK(sum / static_cast<double>(ladder.size() - 1) == Approx(0.5).margin(0.08));
}

TEST_CASE("the number of levels follows the size of the system, and small ones have 16") {
  const auto count = [](Index length) {
    return std::ssize(plan_ladder(lattice_factory(length),
                                  {.coldest = Temperature(1.6), .hottest = Temperature(4), .seed = 1}));
  };
  CHECK(count(4) == 16);
  const auto larger = count(32);
  CHECK(larger > 22);
  CHECK(larger < 32);
}

TEST_CASE("every placement keeps its ends and its number, and gives the same levels again") {
  const SystemFactory make = lattice_factory(8);
  for (const LadderPlacement placement :
       {LadderPlacement::equal_acceptance, LadderPlacement::feedback, LadderPlacement::geometric,
        LadderPlacement::linear, LadderPlacement::linear_beta}) {
    const LadderPlan plan{.coldest = Temperature(1.5),
                          .hottest = Temperature(3.5),
                          .placement = placement,
                          .count = 9,
                          .seed = 4};
    const auto ladder = plan_ladder(make, plan);
    REQUIRE(ladder.size() == 9);
    check_rises(ladder, 1.5);
    CHECK(ladder.back().value() == 3.5);
    CHECK(plan_ladder(make, plan) == ladder);
  }
  const auto beyond = levels_to_infinity(make, Temperature(1.5), Temperature(3.5), 4);
  REQUIRE_FALSE(beyond.empty());
  CHECK(beyond.front().value() > 3.5);
  CHECK(beyond.back().is_infinite());
  CHECK_THROWS_AS(plan_ladder(make, {.coldest = Temperature(2), .hottest = Temperature(1)}),
                  std::invalid_argument);
}

TEST_CASE("a pilot draws from seeds of its own, not from that of the measurement") {
  const std::uint64_t spreads = phase_seed(1, RunPhase::spreads_of_energies);
  const std::uint64_t feedback = phase_seed(1, RunPhase::feedback);
  CHECK(spreads != 1);
  CHECK(spreads != feedback);
  CHECK(spreads != phase_seed(2, RunPhase::spreads_of_energies));
  CHECK(feedback != phase_seed(1, RunPhase::loop));
  // What states the factory begins in makes no difference: the seed of the plan does.
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = 8}));
  const auto plan_with = [&](std::uint64_t of_factory, std::uint64_t of_plan) {
    return plan_ladder([&](Index replicas) { return make_system(model, {.replicas = replicas}, of_factory); },
                       {.coldest = Temperature(1.5), .hottest = Temperature(3.5), .seed = of_plan});
  };
  CHECK(plan_with(7, 1) == plan_with(8, 1));
  CHECK(plan_with(7, 1) != plan_with(7, 2));
}

TEST_CASE("a pilot that is ended early places its ladder by what it knows") {
  Index sweeps = 0;
  const auto ladder = plan_ladder(lattice_factory(16),
                                  {.coldest = Temperature(1.8),
                                   .hottest = Temperature(4),
                                   .placement = LadderPlacement::feedback,
                                   .reaches_infinity = true,
                                   .seed = 2},
                                  [&](const ScanProgress& at) {
                                    CHECK(at.phase == "placing temperatures");
                                    ++sweeps;
                                    return false;
                                  });
  CHECK(sweeps == 2);  // one of the spreads, one of the feedback
  check_rises(ladder, 1.8);
  CHECK(ladder.back().is_infinite());
}
