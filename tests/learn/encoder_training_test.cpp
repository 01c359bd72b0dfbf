#include "onedial/learn/encoder_training.hpp"

#include <cmath>
#include <numeric>

#include "catch.hpp"

using namespace onedial;

namespace {

/// An encoder made by hand: a hidden unit is on for inputs whose number has its bit, and a unit of V2 for the
/// code that is its own. Its lowest states given V1 are right by an energy of 10.
BoltzmannMachine ideal_encoder(Index inputs, Index hidden) {
  constexpr double strength = 20;
  BoltzmannMachine machine = encoder_machine({.inputs = inputs, .hidden = hidden});
  Eigen::VectorXd parameters = machine.parameters();
  Eigen::VectorXd biases = Eigen::VectorXd::Zero(machine.size());
  const auto has_bit = [&](Index unit, Index bit) {
    return ((static_cast<std::size_t>(unit % inputs) >> static_cast<unsigned>(bit)) & 1U) != 0;
  };
  for (Index k = 0; k < machine.weight_count(); ++k) {
    const auto& [first, second] = machine.connections()[static_cast<std::size_t>(k)];
    if (second >= 2 * inputs) {
      const bool bit = has_bit(first, second - 2 * inputs);
      parameters[k] = bit ? strength : -strength;
      biases[first] -= bit ? strength : 0;
    }
  }
  biases.head(2 * inputs).array() += strength / 2;
  parameters.tail(machine.size()) = biases;
  machine.set_parameters(parameters);
  return machine;
}

EncoderRun trained(const EncoderSettings& settings, std::uint64_t seed, Index threads = 1) {
  WorkerPool pool(threads);
  EncoderRun run(settings, seed);
  while (!run.is_done()) {
    run.advance(7, pool);
  }
  return run;
}

}  // namespace

TEST_CASE("the 4-2-4 encoder is solved by the procedure of 1985") {
  int solved = 0;
  constexpr int runs = 20;
  for (std::uint64_t seed = 0; seed < runs; ++seed) {
    const EncoderRun run = trained({}, seed);
    const auto cycles = static_cast<Index>(run.codes().size());
    if (!run.settled()) {
      CHECK(cycles == 5000);
      continue;
    }
    ++solved;
    // Steps are of 2, so that weights are even numbers.
    CHECK(
        (run.machine().parameters() / 2).array().round().isApprox((run.machine().parameters() / 2).array()));
    CHECK(*run.first_solved() <= *run.settled());
    CHECK(cycles == *run.settled() + 9);
    for (Index cycle = 1; cycle <= cycles; ++cycle) {
      const bool all = run.codes()[static_cast<std::size_t>(cycle - 1)] == 4;
      CHECK((cycle >= *run.first_solved() || !all));
      CHECK((cycle < *run.settled() || all));
    }
    CHECK(count_codes(run.machine()) == 4);
  }
  CHECK(solved >= 18);
}

TEST_CASE("a run goes on after its codes have settled if it is told to") {
  const EncoderSettings settings{.most_cycles = 300, .settled_after = 1, .stop_when_settled = false};
  const EncoderRun run = trained(settings, 5);
  CHECK(run.codes().size() == 300);
  REQUIRE(run.settled());
  CHECK(run.settled() == run.first_solved());
}

TEST_CASE("a run has the same bits on any number of threads") {
  const EncoderSettings settings{.shape = {.inputs = 6, .hidden = 3}, .most_cycles = 40};
  const EncoderRun one = trained(settings, 8);
  const EncoderRun three = trained(settings, 8, 3);
  CHECK(one.machine().parameters() == three.machine().parameters());
  CHECK(one.codes() == three.codes());
}

TEST_CASE("an ideal encoder completes what it is shown") {
  const BoltzmannMachine machine = ideal_encoder(8, 3);
  CHECK(count_codes(machine) == 8);
  std::vector<AnnealingStage> slow;
  for (double t = 40; t > 0.5; t *= 0.8) {
    slow.push_back({20, Temperature(t)});
  }
  WorkerPool one(1);
  WorkerPool three(3);
  const std::vector<Index> right = count_completions(machine, slow, 50, 4, one);
  REQUIRE(right.size() == 8);
  CHECK(std::accumulate(right.begin(), right.end(), Index{0}) > 390);
  CHECK(count_completions(machine, slow, 50, 4, three) == right);
}

TEST_CASE("without weights completions are right by luck") {
  WorkerPool pool(1);
  const std::vector<AnnealingStage> some = {{3, Temperature(1)}};
  constexpr Index trials = 4000;
  const double p = 1.0 / 8;  // V2 is a state of three coins
  for (const Index right :
       count_completions(encoder_machine({.inputs = 3, .hidden = 2}), some, trials, 1, pool)) {
    CHECK(std::abs(static_cast<double>(right) - trials * p) < 5 * std::sqrt(trials * p * (1 - p)));
  }
}

TEST_CASE("the medians of 1985 are known for the encoders that have one") {
  CHECK(published_median_cycles({.inputs = 4, .hidden = 2}) == 110);
  CHECK(published_median_cycles({.inputs = 8, .hidden = 3}) == 1570);
  CHECK(published_median_cycles({.inputs = 40, .hidden = 10}) == std::nullopt);
}

TEST_CASE("runs and completions of nothing are refused") {
  CHECK_THROWS_AS(EncoderRun({.most_cycles = 0}, 1), std::invalid_argument);
  CHECK_THROWS_AS(EncoderRun({.settled_after = 0}, 1), std::invalid_argument);
  CHECK_THROWS_AS(EncoderRun({.shape = {.inputs = 0}}, 1), std::invalid_argument);
  WorkerPool pool(1);
  CHECK_THROWS_AS(count_completions(encoder_machine({}), {}, 0, 1, pool), std::invalid_argument);
}
