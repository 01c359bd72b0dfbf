#include "onedial/memory/patterns.hpp"

#include <cmath>

#include "catch.hpp"
#include "hopfield_cases.hpp"
#include "onedial/core/error.hpp"

using namespace onedial;

TEST_CASE("noise draws units anew") {
  const Patterns pattern = hopfield_cases::random_spins(100'000, 1, 1);
  RandomStream random(2, 0);
  for (const double noise : {0.0, 0.3, 1.0}) {
    State state = state_of(pattern, 0);
    corrupt(state, noise, random);
    const double flips = noise / 2;
    CHECK(std::abs(overlaps(pattern, state)(0) - (1 - noise)) <=
          5 * 2 * std::sqrt(flips * (1 - flips) / 100'000));
  }
}

TEST_CASE("random patterns have the activity asked for, unit by unit and in pairs") {
  constexpr Index units = 4;
  constexpr Index count = 40'000;
  RandomStream random(3, 0);
  for (const double activity : {0.1, 0.5, 0.8}) {
    const Patterns patterns = random_patterns(units, count, activity, random);
    require_spins(patterns);
    const Eigen::MatrixXd active = (patterns.array() + 1) / 2;
    for (Index i = 0; i < units; ++i) {
      for (Index j = i; j < units; ++j) {
        const double expected = i == j ? activity : activity * activity;
        const double share = active.row(i).dot(active.row(j)) / count;
        // 30 comparisons.
        CHECK(std::abs(share - expected) <= 6 * std::sqrt(expected * (1 - expected) / count));
      }
    }
  }
  RandomStream again(3, 0);
  RandomStream other(3, 1);
  const Patterns first = random_patterns(20, 5, 0.5, again);
  CHECK(first != random_patterns(20, 5, 0.5, other));
  again = RandomStream(3, 0);
  CHECK(first == random_patterns(20, 5, 0.5, again));
}

TEST_CASE("an overlap is the mean product of spins") {
  Patterns patterns(4, 2);
  patterns << 1, -1, 1, 1, -1, 1, -1, -1;
  CHECK(overlaps(patterns, {1, 1, 0, 1}) == Eigen::Vector2d(0.5, -0.5));
  CHECK(overlaps(patterns, state_of(patterns, 1)) == Eigen::Vector2d(0, 1));
}

TEST_CASE("patterns are examples above a threshold, one a column") {
  Dataset dataset;
  dataset.values.resize(2, 3);
  dataset.values << 0.5F, 0.6F, 0, 1, 0, 0.9F;
  Patterns expected(3, 2);
  expected << -1, 1, 1, -1, -1, 1;
  CHECK(patterns_from(dataset, 0, 0.5) == expected);
  CHECK(patterns_from(dataset, 1, 0.5) == expected.leftCols(1));
  CHECK_THROWS_WITH(patterns_from(dataset, 3, 0.5),
                    ContainsSubstring("3 patterns are asked for, but there are 2"));
  CHECK(state_of(expected, 0) == State{0, 1, 0});
  CHECK(spins_of({0, 1, 0}) == expected.col(0));
}

TEST_CASE("patterns that make no sense are refused") {
  RandomStream random(1, 0);
  CHECK_THROWS_AS(random_patterns(0, 1, 0.5, random), std::invalid_argument);
  CHECK_THROWS_AS(random_patterns(5, 1, 1, random), std::invalid_argument);
  Patterns patterns = Patterns::Ones(2, 2);
  patterns(1, 1) = std::nan("");
  CHECK_THROWS_WITH(require_spins(patterns), ContainsSubstring("pattern 2, unit 2: nan"));
}
