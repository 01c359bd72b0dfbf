#include <Eigen/Core>
#include <vector>

#include "catch.hpp"
#include "onedial/sample/kernel.hpp"
#include "state_counts.hpp"

using namespace onedial;

TEST_CASE("a choice among several follows its weights, and takes none without a weight") {
  RandomStream random(4, 0);
  RandomDecision decide(random);
  const std::vector<double> weights = {0, 1, 0, 3, 0.001, 2, 0};
  std::vector<double> counts(weights.size());
  constexpr int draws = 2'000'000;
  for (int k = 0; k < draws; ++k) {
    ++counts[static_cast<std::size_t>(decide.choose(weights))];
  }
  double sum = 0;
  int cells = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const double expected = draws * weights[k] / 6.001;
    if (weights[k] == 0) {
      CHECK(counts[k] == 0);
    } else {
      sum += (counts[k] - expected) * (counts[k] - expected) / expected;
      ++cells;
    }
  }
  CHECK(cells == 4);
  CHECK(sum < 31.8);  // five standard deviations: χ² of three degrees of freedom
}

TEST_CASE("one of a number of equals is any of them") {
  RandomStream random(5, 0);
  RandomDecision decide(random);
  for (const Index count : {1, 2, 7, 1000}) {
    std::vector<double> counts(static_cast<std::size_t>(count));
    for (int k = 0; k < 200'000; ++k) {
      ++counts.at(static_cast<std::size_t>(decide.below(count)));
    }
    if (count == 1) {
      continue;  // certain
    }
    const double share = 1 / static_cast<double>(count);
    CHECK(outcomes::p_value(counts, Eigen::VectorXd::Constant(count, share)) > 2e-7);
  }
}
