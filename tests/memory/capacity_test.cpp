#include "onedial/memory/capacity.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/measure/proportion.hpp"
#include "onedial/memory/ags_theory.hpp"
#include "onedial/memory/retention.hpp"

using namespace onedial;

TEST_CASE("each rule recalls below its capacity and fails above it") {
  const auto part = [](StorageRule rule, Index patterns, double noise) {
    const RecallTrials trials{.memory = StorageSettings{.rule = rule, .margin = 0},
                              .noise = noise,
                              .sets = 6,
                              .cues = 40,
                              .seed = 3,
                              .threads = 2};
    return measure_recall(trials, 200, patterns).value().recalled;
  };
  CHECK(part(StorageRule::hebb, 16, 0) > 0.95);
  CHECK(part(StorageRule::hebb, 60, 0) < 0.2);
  CHECK(part(StorageRule::storkey, 40, 0) > 0.95);
  CHECK(part(StorageRule::pseudo_inverse, 60, 0.3) > 0.9);
  CHECK(part(StorageRule::pseudo_inverse, 190, 0) == 1);  // nearly as many as units, as fixed points
  CHECK(part(StorageRule::pseudo_inverse, 190, 0.3) < 0.1);
  CHECK(part(StorageRule::perceptron, 120, 0) == 1);
  const RecallTrials hopeless{
      .memory = StorageSettings{.rule = StorageRule::perceptron, .most_epochs = 3}, .sets = 2, .cues = 5};
  CHECK(measure_recall(hopeless, 30, 90)->recalled == 0);  // they cannot even be stored
  const RecallTrials dense{
      .memory = DenseSettings{.power = 3}, .noise = 0.05, .sets = 3, .cues = 40, .seed = 1};
  CHECK(measure_recall(dense, 100, 140)->recalled > 0.97);
}

TEST_CASE("overlaps at the end of recall are those of the theory, with honest errors") {
  const RecallTrials trials{.sets = 20, .cues = 40, .seed = 7, .threads = 2};
  const RecallRate rate = measure_recall(trials, 1000, 100).value();
  CHECK(rate.trials == 800);
  CHECK(rate.load() == 0.1);
  CHECK(rate.overlap_error < 1e-3);
  CHECK(std::abs(rate.overlap - retrieval_state(0.1, Temperature::zero())->overlap) < 5 * rate.overlap_error);
  RecallTrials others = trials;
  others.threads = 5;
  CHECK(measure_recall(others, 1000, 100)->overlap == rate.overlap);
  others.seed = 8;
  CHECK(measure_recall(others, 1000, 100)->overlap != rate.overlap);
  // All recalled: the error is not 0 all the same.
  const RecallRate all = measure_recall({.sets = 5, .cues = 4, .seed = 1}, 200, 4).value();
  CHECK(all.recalled == 1);
  CHECK(all.recalled_error == proportion(20, 20).standard_error);
  CHECK_THROWS_AS(measure_recall({.sets = 1}, 10, 2), std::invalid_argument);
  CHECK_THROWS_AS(measure_recall({.noise = 1.5}, 10, 2), std::invalid_argument);
}

TEST_CASE("the half load is read off a curve, and extrapolated to large networks") {
  // Parts that fall as Φ((α₀ − α)/w) with α₀ = 0.15.
  std::vector<RecallRate> curve;
  for (Index patterns = 120; patterns <= 180; patterns += 5) {
    const double z = (0.15 - static_cast<double>(patterns) / 1000) / 0.02;
    curve.push_back({.units = 1000,
                     .patterns = patterns,
                     .recalled = 0.5 * std::erfc(-z / std::sqrt(2.0)),
                     .recalled_error = 0.01});
  }
  const Estimate half = half_load(curve);
  CHECK(half.value == Approx(0.15).epsilon(1e-10));
  CHECK(half.error > 1e-4);
  CHECK(half.error < 1e-3);
  CHECK_THROWS_AS(half_load(std::span(curve).first(2)), std::invalid_argument);
  const std::vector<Index> units = {100, 400, 1600};
  const std::vector<Estimate> halves = {
      {0.138 + 0.05, 0.001}, {0.138 + 0.025, 0.001}, {0.138 + 0.0125, 0.001}};
  const Estimate limit = extrapolated_load(units, halves);
  CHECK(limit.value == Approx(0.138).epsilon(1e-10));
  CHECK(limit.error > 0.001);
  // Points that scatter by three errors each: χ² of one degree of freedom tells.
  std::vector<Estimate> scattered = halves;
  scattered[1].value += 0.003;
  const double first_to_last = (halves[0].value + 2 * halves[2].value) / 3;
  const double chi = (scattered[1].value - first_to_last) / (0.001 * std::sqrt(1 + 1.0 / 9 + 4.0 / 9));
  CHECK(extrapolated_load(units, scattered).error == Approx(limit.error * chi));
  CHECK_THROWS_AS(extrapolated_load(std::span(units).first(1), std::span(halves).first(1)),
                  std::invalid_argument);
}
