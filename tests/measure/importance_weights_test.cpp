#include "onedial/measure/importance_weights.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

/// Normal numbers by the polar method.
std::vector<double> normal_numbers(std::size_t count, double mean, double sigma, std::uint64_t seed) {
  RandomStream random(seed, 0);
  std::vector<double> numbers;
  while (numbers.size() < count) {
    const double x = 2 * uniform01(random) - 1;
    const double y = 2 * uniform01(random) - 1;
    const double r = x * x + y * y;
    if (r > 0 && r < 1) {
      numbers.push_back(mean + sigma * x * std::sqrt(-2 * std::log(r) / r));
    }
  }
  return numbers;
}

}  // namespace

TEST_CASE("the mean of a few weights, their effective number and their errors by hand") {
  const std::vector<double> logs = {std::log(1.0), std::log(2.0), std::log(6.0)};
  const LogMeanWeight mean = log_mean_weight(logs);
  CHECK(mean.value == Approx(std::log(3.0)));
  CHECK(mean.effective_samples == Approx(81.0 / 41));
  CHECK(mean.standard_error == Approx(std::sqrt((4.0 + 1 + 9) / 2 / 3) / 3));
  CHECK(mean.mean_log == Approx(std::log(12.0) / 3));
  const double a = std::log(4.0);
  const double b = std::log(3.5);
  const double c = std::log(1.5);
  const double middle = (a + b + c) / 3;
  CHECK(mean.bias == Approx(2 * (middle - std::log(3.0))));
  CHECK(mean.jackknife_error == Approx(std::sqrt(2.0 / 3 *
                                                 ((a - middle) * (a - middle) + (b - middle) * (b - middle) +
                                                  (c - middle) * (c - middle)))));
}

TEST_CASE("blocks of weights are left out together") {
  const std::vector<double> logs = {std::log(1.0), std::log(2.0), std::log(6.0), std::log(3.0),
                                    std::log(5.0)};
  const LogMeanWeight mean = log_mean_weight(logs, 2);  // 1 and 2; 6, 3 and 5
  const double a = std::log(14.0 / 3);
  const double b = std::log(1.5);
  CHECK(mean.jackknife_error == Approx(std::abs(a - b) / 2));
  CHECK(mean.standard_error == log_mean_weight(logs).standard_error);
  CHECK_THROWS_WITH(log_mean_weight(logs, 1), ContainsSubstring("1 blocks of 5 weights"));
  CHECK_THROWS_WITH(log_mean_weight(logs, 6), ContainsSubstring("6 blocks"));
}

TEST_CASE("weights far beyond the range of a double have a mean") {
  for (const double scale : {-1e5, 0.0, 1e5}) {
    const std::vector<double> logs = {scale, scale + std::log(3.0), scale - 2000};
    CHECK(log_mean_weight(logs).value == Approx(scale + std::log(4.0 / 3)).epsilon(1e-14));
    CHECK(log_mean_weight(logs).effective_samples == Approx(1.6));
  }
  // One weight that is all there is: leaving it out leaves the others with all their digits.
  const LogMeanWeight lonely = log_mean_weight(std::vector<double>{0, -100, -100});
  CHECK(lonely.effective_samples == Approx(1));
  CHECK(lonely.jackknife_error == Approx(2.0 / 3 * (100 - std::log(2.0))).epsilon(0.01));
}

TEST_CASE("errors of log-normal weights are honest, and the lower bound is below as often as it says") {
  // w = e^{x}, x normal of variance σ²: ln E[w] = σ²/2.
  constexpr double sigma = 0.7;
  constexpr int trials = 1500;
  double squares = 0;
  double jackknife_squares = 0;
  int below = 0;
  double slack = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const auto logs = normal_numbers(200, -sigma * sigma / 2, sigma, static_cast<std::uint64_t>(trial));
    const LogMeanWeight mean = log_mean_weight(logs);
    squares += std::pow(mean.value / mean.standard_error, 2);
    jackknife_squares += std::pow((mean.value - mean.bias) / mean.jackknife_error, 2);
    const double bound = confident_lower_bound(logs, 0.9);
    below += bound < 0 ? 1 : 0;
    slack -= bound / trials;
  }
  // ⟨z²⟩ of so many normal z is 1 ± √(2/1500).
  CHECK(squares / trials == Approx(1).margin(5 * 0.037 + 0.1));
  CHECK(jackknife_squares / trials == Approx(1).margin(5 * 0.037 + 0.1));
  CHECK(below > 0.9 * trials - 5 * std::sqrt(0.09 * trials));
  CHECK(slack < 0.15);
}

TEST_CASE("weights that are none are refused") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(log_mean_weight(std::vector<double>{1}), ContainsSubstring("at least 2"));
  CHECK_THROWS_WITH(log_mean_weight(std::vector<double>{1, -infinity}),
                    ContainsSubstring("weight 1 is -inf"));
  CHECK_THROWS_WITH(confident_lower_bound(std::vector<double>{1, std::nan("")}, 0.9),
                    ContainsSubstring("weight 1 is nan"));
  CHECK_THROWS_WITH(confident_lower_bound(std::vector<double>{1, 2}, 0.4), ContainsSubstring("confidence"));
}
