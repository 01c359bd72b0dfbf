#include "onedial/anneal/optimal_sweeps.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

const std::vector<Index> grid = {10, 20, 40, 80, 160, 320, 640, 1280};

using Law = std::function<double(double sweeps)>;

/// Each sweep hits with the same probability: every length has the same time to target.
double geometric(double sweeps) {
  return 1 - std::pow(1 - 5e-4, sweeps);
}

/// Best at 160 sweeps of the grid.
double with_a_best_length(double sweeps) {
  return 0.3 * (1 - std::exp(-std::pow(sweeps / 160, 2)));
}

/// The longer the better.
double slow(double sweeps) {
  return 1 - std::exp(-std::pow(sweeps / 2000, 2));
}

std::vector<LengthTrials> draw(const Law& law, Index runs, RandomStream& random) {
  std::vector<LengthTrials> lengths;
  for (const Index sweeps : grid) {
    LengthTrials length{.sweeps = sweeps, .hits = 0, .runs = runs};
    for (Index run = 0; run < runs; ++run) {
      length.hits += uniform01(random) < law(static_cast<double>(sweeps)) ? 1 : 0;
    }
    lengths.push_back(length);
  }
  return lengths;
}

/// The length of the least time, and that time.
std::pair<Index, double> truth(const Law& law) {
  std::pair<Index, double> best = {0, 1e300};
  for (const Index sweeps : grid) {
    const double time = static_cast<double>(sweeps) * *runs_to_target(law(static_cast<double>(sweeps)));
    if (time < best.second) {
      best = {sweeps, time};
    }
  }
  return best;
}

}  // namespace

TEST_CASE("the best length and the least time are covered though the luckiest length was chosen") {
  constexpr int sets = 400;
  constexpr double level = 0.95;
  const double allowed = level - 5 * std::sqrt(level * (1 - level) / sets);
  for (const Law& law : {Law(geometric), Law(with_a_best_length), Law(slow)}) {
    for (const Index runs : {32, 256}) {
      const auto [best, least_time] = truth(law);
      RandomStream random(5, static_cast<std::uint64_t>(runs));
      double time_covered = 0;
      double length_covered = 0;
      for (int set = 0; set < sets; ++set) {
        const auto found = optimal_sweeps(draw(law, runs, random), {}, 0, 1);
        REQUIRE(found);
        time_covered += found->least_time.excludes(least_time) ? 0 : 1;
        length_covered += std::count(found->may_be.begin(), found->may_be.end(), best) > 0 ? 1 : 0;
      }
      INFO("least time " << least_time << " at " << best << ", " << runs << " runs");
      CHECK(time_covered / sets > allowed);
      CHECK(length_covered / sets > allowed);
    }
  }
}

TEST_CASE("an optimum is inside the grid only where neither end may be one") {
  RandomStream random(6, 0);
  const auto inside = optimal_sweeps(draw(with_a_best_length, 4000, random));
  REQUIRE(inside);
  CHECK(inside->sweeps == 160);
  CHECK(inside->is_inside);
  CHECK(inside->shares[4] > 0.5);
  CHECK(std::accumulate(inside->shares.begin(), inside->shares.end(), 0.0) == Approx(1));
  const auto at_end = optimal_sweeps(draw(slow, 1000, random));
  REQUIRE(at_end);
  CHECK(at_end->sweeps == 1280);
  CHECK(!at_end->is_inside);
  CHECK(at_end->may_be.back() == 1280);
  const auto anywhere = optimal_sweeps(draw(geometric, 32, random));
  REQUIRE(anywhere);
  CHECK(!anywhere->is_inside);
  CHECK(anywhere->may_be.size() > 4);
}

TEST_CASE("resampled choices are the same for the same seed and share what is tied") {
  const std::vector<LengthTrials> tied = {{.sweeps = 1, .hits = 10, .runs = 1000},
                                          {.sweeps = 2, .hits = 20, .runs = 1000}};
  const auto once = optimal_sweeps(tied, {}, 3);
  CHECK(once->shares == optimal_sweeps(tied, {}, 3)->shares);
  CHECK(once->shares != optimal_sweeps(tied, {}, 4)->shares);
  CHECK(once->shares[0] > 0.3);
  CHECK(once->shares[1] > 0.3);
}

TEST_CASE("an optimum needs a hit and two lengths that rise") {
  const LengthTrials short_runs{.sweeps = 5, .hits = 0, .runs = 10};
  const LengthTrials long_runs{.sweeps = 9, .hits = 0, .runs = 10};
  CHECK(!optimal_sweeps(std::vector{short_runs, long_runs}));
  CHECK_THROWS(optimal_sweeps(std::vector{long_runs, short_runs}));
  CHECK_THROWS(optimal_sweeps(std::vector{short_runs}));
  CHECK_THROWS(optimal_sweeps(std::vector{short_runs, long_runs}, {.level = 2}));
}
