#include "onedial/learn/log_z.hpp"

#include <cmath>

#include "catch.hpp"
#include "learn_cases.hpp"
#include "onedial/learn/machine_system.hpp"
#include "onedial/learn/partition_function.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

struct Case {
  VisibleUnits units;
  Index visible;
  Index hidden;
  float strength;
  Index levels = 2;
  bool has_base_rate = true;
};
const std::vector<Case> cases = {{VisibleUnits::binary, 30, 12, 0.6F},
                                 {VisibleUnits::binary, 30, 12, 0.6F, 2, false},
                                 {VisibleUnits::spin, 25, 10, 0.4F},
                                 {VisibleUnits::softmax, 24, 8, 0.8F, 4},
                                 {VisibleUnits::gaussian, 20, 10, 0.35F, 2, false}};

/// Biases of independent units that are about those of the machine's own marginals: any will do.
Eigen::VectorXd base_of(const Case& one, const RestrictedMachine& machine) {
  return one.has_base_rate ? Eigen::VectorXd(machine.visible_biases.cast<double>()) : Eigen::VectorXd();
}

}  // namespace

TEST_CASE("annealed and equilibrium estimates of ln Z agree with the exact one for every kind of units") {
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.units), one.has_base_rate);
    const RestrictedMachine machine =
        random_machine(one.units, one.visible, one.hidden, one.strength, 11, one.levels);
    const double exact = log_partition_function(machine);

    for (const bool exact_starts : {true, false}) {
      const auto annealed = annealed_log_z(machine, {.base_biases = base_of(one, machine),
                                                     .chains = 96,
                                                     .temperatures = 150,
                                                     .exact_starts = exact_starts,
                                                     .equilibration = 150,
                                                     .confidence = 0.9999,
                                                     .seed = 2});
      REQUIRE(annealed.has_value());
      CHECK(annealed->has_exact_starts == exact_starts);
      CAPTURE(exact, annealed->log_z, annealed->standard_error, annealed->backward->value, annealed->lower,
              *annealed->upper);
      CHECK(std::abs(annealed->log_z - exact) < 5 * annealed->standard_error);
      CHECK(std::abs(annealed->backward->value - exact) < 5 * annealed->backward->jackknife_error);
      CHECK(annealed->lower < exact);
      CHECK(*annealed->upper > exact);
      CHECK(*annealed->upper - annealed->lower < 0.5);
      CHECK(annealed->effective_samples > 30);
    }

    const auto equilibrium = equilibrium_log_z(
        machine, {.base_biases = base_of(one, machine), .ladders = 6, .sweeps = 1500, .seed = 3});
    REQUIRE(equilibrium.has_value());
    REQUIRE(equilibrium->reweighted.has_value());
    CAPTURE(*equilibrium->reweighted, equilibrium->reweighted_error, equilibrium->integrated,
            equilibrium->integrated_error);
    CHECK(std::abs(*equilibrium->reweighted - exact) < 5 * equilibrium->reweighted_error);
    CHECK(equilibrium->reweighted_error < 0.05);
    // The integral's own steps are not in its error.
    CHECK(std::abs(equilibrium->integrated - exact) < 5 * equilibrium->integrated_error + 0.01);
  }
}

TEST_CASE("standard errors of annealed estimates are neither too small nor too large") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 12, 5, 0.8F, 6);
  const double exact = log_partition_function(machine);
  constexpr int runs = 50;
  double squares = 0;
  for (std::uint64_t seed = 0; seed < runs; ++seed) {
    const auto estimate =
        annealed_log_z(machine, {.chains = 100, .temperatures = 20, .both_ways = false, .seed = seed});
    squares += std::pow((estimate->log_z - exact) / estimate->standard_error, 2) / runs;
  }
  CHECK(squares == Approx(1).margin(5 * std::sqrt(2.0 / runs)));
  CHECK(squares > 0.4);  // five standard errors below 1 there is nothing
}

TEST_CASE("the ways forward and back err independently of each other") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 12, 5, 0.8F, 6);
  constexpr Index runs = 250;
  Eigen::ArrayXd forward(runs);
  Eigen::ArrayXd back(runs);
  for (Index run = 0; run < runs; ++run) {
    const auto estimate =
        annealed_log_z(machine, {.chains = 2, .temperatures = 5, .seed = static_cast<std::uint64_t>(run)});
    forward[run] = estimate->log_z;
    back[run] = estimate->backward->value;
  }
  forward -= forward.mean();
  back -= back.mean();
  const double correlation = (forward * back).sum() / std::sqrt(forward.square().sum() * back.square().sum());
  CHECK(std::abs(correlation) < 5 / std::sqrt(static_cast<double>(runs)));
}

TEST_CASE("the two sides close in on ln Z the more temperatures there are") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 40, 14, 1.0F, 5);
  const double exact = log_partition_function(machine);
  double last_gap = 1e9;
  for (const Index temperatures : {5, 50, 500}) {
    const auto estimate = annealed_log_z(machine, {.chains = 64, .temperatures = temperatures, .seed = 8});
    CAPTURE(temperatures, exact, estimate->log_z, estimate->lower, *estimate->upper);
    CHECK(estimate->lower < exact);
    CHECK(exact < *estimate->upper);
    const double gap = *estimate->upper - estimate->lower;
    CHECK(gap < last_gap / 2);
    last_gap = gap;
  }
}

TEST_CASE("estimates have the same bits for any number of threads, and others for another seed") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 60, 40, 0.3F, 5);
  const auto estimate = [&](Index threads, std::uint64_t seed) {
    return annealed_log_z(
        machine, {.chains = 80, .temperatures = 20, .equilibration = 20, .threads = threads, .seed = seed});
  };
  const auto one = estimate(1, 4);
  const auto three = estimate(3, 4);
  CHECK(one->log_z == three->log_z);
  CHECK(*one->upper == *three->upper);
  CHECK(estimate(1, 5)->log_z != one->log_z);
}

TEST_CASE("an estimate can be ended, and goes only forward where it is told to") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 10, 5, 0.3F, 5);
  for (const std::string_view end :
       {"placing temperatures", "equilibrating", "annealing up", "annealing down"}) {
    CHECK_FALSE(annealed_log_z(machine, {.temperatures = 50, .exact_starts = false, .equilibration = 10},
                               [&](std::string_view phase, Index, Index) { return phase != end; })
                    .has_value());
  }
  CHECK_FALSE(equilibrium_log_z(machine, {}, [&](std::string_view phase, Index, Index) {
                return phase != "measuring";
              }).has_value());
  const auto forward = annealed_log_z(machine, {.temperatures = 50, .both_ways = false});
  CHECK_FALSE(forward->upper.has_value());
  CHECK_FALSE(forward->backward.has_value());
  CHECK(std::abs(forward->log_z - log_partition_function(machine)) < 5 * forward->standard_error);
  CHECK_THROWS_WITH(annealed_log_z(machine, {.chains = 1}), ContainsSubstring("1 chains"));
  CHECK_THROWS_WITH(equilibrium_log_z(machine, {.ladders = 0}), ContainsSubstring("0 ladders"));
}
