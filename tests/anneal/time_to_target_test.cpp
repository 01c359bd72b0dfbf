#include "onedial/anneal/time_to_target.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A run of `sweeps` sweeps each of which hits the target with probability `per_sweep`: geometric successes.
bool run_hits(double per_sweep, int sweeps, RandomStream& random) {
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    if (uniform01(random) < per_sweep) {
      return true;
    }
  }
  return false;
}

Index count_hits(double probability, Index runs, RandomStream& random) {
  Index hits = 0;
  for (Index run = 0; run < runs; ++run) {
    hits += uniform01(random) < probability ? 1 : 0;
  }
  return hits;
}

/// Percentiles of the time to target of resampled runs: the interval that `time_to_target` does not use.
IntervalEstimate bootstrap_percentiles(Index hits, Index runs, RandomStream& random) {
  constexpr int resamples = 200;
  std::vector<double> times;
  const double p = static_cast<double>(hits) / static_cast<double>(runs);
  for (int k = 0; k < resamples; ++k) {
    times.push_back(time_to_target(count_hits(p, runs, random), runs).value);
  }
  std::sort(times.begin(), times.end());
  return {.value = 0, .lower = times[resamples / 40], .upper = times[resamples - 1 - resamples / 40]};
}

}  // namespace

TEST_CASE("a time to target is that of the success probability, times the cost of a run") {
  const IntervalEstimate time = time_to_target(8, 10, 50);
  CHECK(time.value == Approx(50 * std::log(0.01) / std::log(0.2)));
  CHECK(time.lower == Approx(50 * std::log(0.01) / std::log(1 - 0.9433178)).epsilon(1e-6));
  CHECK(time.upper == Approx(50 * std::log(0.01) / std::log(1 - 0.4901625)).epsilon(1e-6));
  CHECK(time_to_target(8, 10, 50, {.confidence = 0.5}).value == 50);  // one run is enough, and costs no less
  CHECK(time_to_target(8, 10, 50, {.level = 0.5}).upper < time.upper);
  CHECK_THROWS(time_to_target(1, 2, 0));
  CHECK_THROWS(time_to_target(3, 2));
  CHECK_THROWS(time_to_target(1, 2, 1, {.confidence = 1}));
}

TEST_CASE("without a hit a time to target has a lower bound only and without a miss an upper") {
  const IntervalEstimate none = time_to_target(0, 100);
  CHECK(none.value == infinity);
  CHECK(none.upper == infinity);
  CHECK(none.lower == Approx(std::log(0.01) / std::log(1 - 0.0369935)).epsilon(1e-5));
  const IntervalEstimate all = time_to_target(100, 100);
  CHECK(all.value == 1);
  CHECK(all.lower == 1);
  CHECK(all.upper == Approx(std::log(0.01) / std::log(0.0369935)).epsilon(1e-5));
}

TEST_CASE("intervals of times to target cover the truth of a geometric process as often as they say") {
  constexpr int sets = 3000;
  constexpr Index runs = 60;
  struct Process {
    double per_sweep;
    int sweeps;
  };
  RandomStream random(11, 0);
  for (const Process& process : {Process{2e-4, 100}, Process{1e-3, 100}, Process{1e-2, 100}}) {
    constexpr double level = 0.95;
    const double p = 1 - std::pow(1 - process.per_sweep, process.sweeps);
    const double truth = process.sweeps * *runs_to_target(p);
    int covered = 0;
    for (int set = 0; set < sets; ++set) {
      Index hits = 0;
      for (Index run = 0; run < runs; ++run) {
        hits += run_hits(process.per_sweep, process.sweeps, random) ? 1 : 0;
      }
      covered += time_to_target(hits, runs, process.sweeps, {.level = level}).excludes(truth) ? 0 : 1;
    }
    const double share = static_cast<double>(covered) / sets;
    // Hits are whole numbers, so that at one p an interval can only be near its level.
    constexpr double stray = 0.02;
    INFO("p = " << p << ": covered " << share);
    CHECK(std::abs(share - level) < stray + 5 * std::sqrt(level * (1 - level) / sets));
  }
}

TEST_CASE("averaged over processes the intervals have their level and bootstrapped percentiles have not") {
  constexpr int sets = 4000;
  constexpr Index runs = 50;
  RandomStream random(12, 0);
  double covered = 0;
  double covered_at_one_sigma = 0;
  double covered_by_bootstrap = 0;
  for (int set = 0; set < sets; ++set) {
    const double p = 0.02 + 0.13 * uniform01(random);  // one hit to seven
    const double truth = *runs_to_target(p);
    const Index hits = count_hits(p, runs, random);
    covered += time_to_target(hits, runs).excludes(truth) ? 0 : 1;
    covered_at_one_sigma += time_to_target(hits, runs, 1, {.level = 0.68}).excludes(truth) ? 0 : 1;
    covered_by_bootstrap += bootstrap_percentiles(hits, runs, random).excludes(truth) ? 0 : 1;
  }
  const auto error = [](double level) { return std::sqrt(level * (1 - level) / sets); };
  CHECK(std::abs(covered / sets - 0.95) < 5 * error(0.95));
  CHECK(std::abs(covered_at_one_sigma / sets - 0.68) < 5 * error(0.68));
  CHECK(covered_by_bootstrap / sets < 0.95 - 10 * error(0.95));
}

TEST_CASE("ratios of times to target cover the truth and stay honest without hits") {
  constexpr int sets = 4000;
  constexpr double level = 0.95;
  RandomStream random(13, 0);
  int covered = 0;
  for (int set = 0; set < sets; ++set) {
    const double p = 0.03 + 0.5 * uniform01(random);
    const double q = 0.03 + 0.5 * uniform01(random);
    const auto ratio = time_ratio(time_to_target(count_hits(p, 64, random), 64, 3),
                                  time_to_target(count_hits(q, 100, random), 100, 5));
    covered += ratio.excludes(3 * *runs_to_target(p) / (5 * *runs_to_target(q))) ? 0 : 1;
  }
  CHECK(std::abs(static_cast<double>(covered) / sets - level) < 5 * std::sqrt(level * (1 - level) / sets));

  const IntervalEstimate none = time_to_target(0, 64);
  const IntervalEstimate some = time_to_target(32, 64);
  CHECK(std::isnan(time_ratio(none, some).value));
  CHECK(time_ratio(none, some).lower == none.lower / some.upper);
  CHECK(time_ratio(none, some).upper == infinity);
  CHECK(time_ratio(some, none).lower == 0);
  CHECK(time_ratio(some, none).upper == some.upper / none.lower);
  CHECK(!time_ratio(none, none).excludes(1));
}
