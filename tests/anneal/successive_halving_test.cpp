#include "onedial/anneal/successive_halving.hpp"

#include <algorithm>
#include <map>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

TEST_CASE("a race halves its field and spends its budget") {
  std::map<Index, double> spent;
  const auto rungs = successive_halving(
      11, 110,
      [&](Index candidate, double budget) {
        spent[candidate] += budget;
        return true;
      },
      [](Index a, Index b) { return (a * 7) % 11 < (b * 7) % 11; });
  REQUIRE(rungs);
  REQUIRE(rungs->size() == 4);
  std::vector<std::size_t> sizes;
  double total = 0;
  for (const Rung& rung : *rungs) {
    sizes.push_back(rung.candidates.size());
    total += rung.budget * static_cast<double>(rung.candidates.size());
  }
  CHECK(sizes == std::vector<std::size_t>{11, 6, 3, 2});
  CHECK(total == Approx(110));
  CHECK(rungs->front().candidates == std::vector<Index>{0, 8, 5, 2, 10, 7, 4, 1, 9, 6, 3});
  CHECK(rungs->back().candidates == std::vector<Index>{0, 8});
  CHECK(spent[0] == Approx(110 / 4.0 * (1 / 11.0 + 1 / 6.0 + 1 / 3.0 + 1 / 2.0)));
  CHECK(spent[3] == Approx(110 / 4.0 / 11));
}

TEST_CASE("a race finds the best of noisy candidates more often than one even round") {
  // Candidate k pays k on average, with noise that only many samples can beat.
  constexpr Index candidates = 16;
  constexpr double budget = 1600;
  const auto regret = [&](bool races, std::uint64_t seed) {
    RandomStream random(seed, 0);
    std::vector<double> sums(candidates, 0.0);
    std::vector<double> counts(candidates, 0.0);
    const auto run = [&](Index k, double samples) {
      for (int sample = 0; sample < static_cast<int>(samples); ++sample) {
        sums[static_cast<std::size_t>(k)] += static_cast<double>(k) + 8 * draw_normal(random);
        counts[static_cast<std::size_t>(k)] += 1;
      }
      return true;
    };
    const auto mean = [&](Index k) {
      return sums[static_cast<std::size_t>(k)] / counts[static_cast<std::size_t>(k)];
    };
    const auto is_better = [&](Index a, Index b) { return mean(a) < mean(b); };
    if (races) {
      return static_cast<double>(
          successive_halving(candidates, budget, run, is_better)->back().candidates[0]);
    }
    std::vector<Index> all;
    for (Index k = 0; k < candidates; ++k) {
      run(k, budget / candidates);
      all.push_back(k);
    }
    return static_cast<double>(*std::min_element(all.begin(), all.end(), is_better));
  };
  double raced = 0;
  double even = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    raced += regret(true, seed) / 200;
    even += regret(false, seed) / 200;
  }
  CHECK(raced < 0.75 * even);
}

TEST_CASE("a race of one or two has one rung and may be ended") {
  const auto always = [](Index, double) { return true; };
  const auto less = [](Index a, Index b) { return a < b; };
  CHECK(rung_count(1) == 1);
  CHECK(rung_count(2) == 1);
  CHECK(rung_count(16) == 4);
  CHECK(rung_count(17) == 5);
  CHECK(successive_halving(1, 5, always, less)->front().candidates == std::vector<Index>{0});
  CHECK(!successive_halving(
      4, 5, [](Index k, double) { return k < 2; }, less));
  CHECK_THROWS(successive_halving(0, 5, always, less));
  CHECK_THROWS(successive_halving(2, 0, always, less));
}
