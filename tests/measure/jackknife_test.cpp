#include "onedial/measure/jackknife.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "series.hpp"

using namespace onedial;

TEST_CASE("the jackknife of a mean is its standard error, without bias") {
  const std::vector<std::vector<double>> blocks{{1}, {4}, {2}, {5}};
  const auto estimate = jackknife(blocks, [](std::span<const double> means) { return means[0]; });
  CHECK(estimate.value == Approx(3));
  CHECK(estimate.bias == Approx(0).margin(1e-15));
  CHECK(estimate.standard_error == Approx(std::sqrt((4 + 1 + 1 + 4) / 3.0 / 4)));
}

TEST_CASE("the jackknife takes the bias off a square exactly") {
  const std::vector<std::vector<double>> blocks{{1}, {4}, {2}, {5}};
  const auto estimate = jackknife(blocks, [](std::span<const double> means) { return means[0] * means[0]; });
  CHECK(estimate.bias == Approx(10.0 / 12));  // the variance of the mean
  CHECK(estimate.value == Approx(9 - 10.0 / 12));
}

TEST_CASE("jackknifed errors of a variance cover it as often as they promise") {
  constexpr int trials = 600;
  int within_one = 0;
  double bias_free = 0;
  for (int trial = 0; trial < trials; ++trial) {
    RandomStream random(31, static_cast<std::uint64_t>(trial));
    constexpr int count = 40;
    constexpr Index length = 100;
    std::vector<std::vector<double>> blocks;
    const auto x = series::ar1(random, series::phi_of_tau(2), count * length);
    for (std::size_t b = 0; b < count; ++b) {
      blocks.push_back({0, 0});
      for (std::size_t t = b * length; t < (b + 1) * length; ++t) {
        blocks.back()[0] += (10 + x[t]) / length;
        blocks.back()[1] += (10 + x[t]) * (10 + x[t]) / length;
      }
    }
    const auto variance =
        jackknife(blocks, [](std::span<const double> means) { return means[1] - means[0] * means[0]; });
    within_one += std::abs(variance.value - 1) < variance.standard_error ? 1 : 0;
    bias_free += (variance.value - 1) / trials;
  }
  CHECK(std::abs(within_one / static_cast<double>(trials) - 0.675) < 5 * std::sqrt(0.68 * 0.32 / trials));
  // τ of the squares is (1 + φ²)/(2(1 − φ²)) = 1.0625: an error of √(2·2τ/4000) = 0.033 a trial.
  CHECK(std::abs(bias_free) < 5 * 0.033 / std::sqrt(trials));
}

TEST_CASE("a jackknife needs two blocks that agree on what they hold") {
  const auto first = [](std::span<const double> means) { return means[0]; };
  CHECK_THROWS_AS(jackknife(1, std::array{1.0}), std::invalid_argument);
  CHECK_THROWS_AS(jackknife(std::vector<std::vector<double>>{}, first), std::invalid_argument);
  CHECK_THROWS_AS(jackknife(std::vector<std::vector<double>>{{1}}, first), std::invalid_argument);
  CHECK_THROWS_AS(jackknife(std::vector<std::vector<double>>{{1}, {1, 2}}, first), std::invalid_argument);
}
