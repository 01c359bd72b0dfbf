#include "onedial/measure/autocorrelation.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "series.hpp"

using namespace onedial;
using Replicas = std::vector<std::vector<double>>;

TEST_CASE("autocovariances are those of the definition, over replicas of unequal length") {
  const Replicas replicas{{1, 4, 2, 2, 7}, {3, 0, 5}};
  const double mean = 24.0 / 8;
  const std::vector<double> gamma = autocovariance(replicas, 3);
  REQUIRE(gamma.size() == 4);
  for (std::size_t t = 0; t < 4; ++t) {
    double sum = 0;
    double pairs = 0;
    for (const auto& series : replicas) {
      for (std::size_t s = 0; s + t < series.size(); ++s) {
        sum += (series[s] - mean) * (series[s + t] - mean);
        ++pairs;
      }
    }
    CHECK(gamma[t] == Approx(sum / pairs).margin(1e-13));
  }
  CHECK_THROWS_AS(autocovariance(replicas, 5), std::invalid_argument);
  CHECK_THROWS_AS(autocovariance(replicas, -1), std::invalid_argument);
  CHECK_THROWS_AS(autocovariance(Replicas{}, 0), std::invalid_argument);
  CHECK_THROWS_AS(autocovariance(Replicas{{1, std::nan("")}}, 1), std::invalid_argument);
}

TEST_CASE("autocorrelation times of AR(1) are known") {
  for (const double tau : {0.5, 1.0, 5.0, 30.0, 100.0}) {
    INFO("tau " << tau);
    RandomStream random(21, 0);
    Replicas replicas;
    for (int r = 0; r < 4; ++r) {
      replicas.push_back(series::ar1(random, series::phi_of_tau(tau), 100'000));
    }
    const auto estimate = estimate_mean(replicas);
    REQUIRE(estimate);
    const AutocorrelationTime& time = estimate->autocorrelation;
    CHECK(std::abs(time.tau - tau) < 5 * time.error + 1e-3);
    CHECK(time.error < 0.12 * tau);
    CHECK(time.long_enough);
    CHECK(static_cast<double>(time.window) < 20 * tau + 2);
    CHECK(estimate->effective_samples == Approx(400'000 / (2 * time.tau)));
    CHECK(std::abs(estimate->mean) < 5 * estimate->standard_error);
    CHECK(estimate->standard_error == Approx(std::sqrt(2 * tau / 400'000)).epsilon(0.1));
  }
}

TEST_CASE("a series that alternates has less than half a step of memory") {
  RandomStream random(22, 0);
  const Replicas replicas{series::ar1(random, -0.6, 100'000)};
  const auto time = autocorrelation_time(replicas);
  REQUIRE(time);
  CHECK(time->tau == Approx(0.125).epsilon(0.1));  // (1 − 0.6)/(2(1 + 0.6))
}

TEST_CASE("error bars of the mean cover it as often as they promise") {
  // 600 series of 400 τ, at least 1,000 samples: 68.3 % and 95.4 % within binomial noise, and the 2 % by
  // which so short a series underestimates its error.
  for (const double tau : {0.5, 2.0, 10.0, 100.0}) {
    INFO("tau " << tau);
    constexpr int trials = 600;
    int within_one = 0;
    int within_two = 0;
    const auto length = static_cast<Index>(std::max(1000.0, 400 * tau));
    for (int trial = 0; trial < trials; ++trial) {
      RandomStream random(23, static_cast<std::uint64_t>(trial));
      const Replicas replicas{series::ar1(random, series::phi_of_tau(tau), length)};
      const auto estimate = estimate_mean(replicas);
      REQUIRE(estimate);
      const double z = std::abs(estimate->mean) / estimate->standard_error;
      within_one += z < 1 ? 1 : 0;
      within_two += z < 2 ? 1 : 0;
    }
    const auto fraction = [&](int count) { return static_cast<double>(count) / trials; };
    CHECK(std::abs(fraction(within_one) - 0.683) < 0.02 + 4 * std::sqrt(0.683 * 0.317 / trials));
    CHECK(std::abs(fraction(within_two) - 0.954) < 0.02 + 4 * std::sqrt(0.954 * 0.046 / trials));
  }
}

TEST_CASE("a series shorter than fifty times its memory says so") {
  RandomStream random(24, 0);
  const Replicas replicas{series::ar1(random, series::phi_of_tau(100), 1000)};
  const auto time = autocorrelation_time(replicas);
  REQUIRE(time);
  CHECK_FALSE(time->long_enough);
}

TEST_CASE("a series without events has no autocorrelation time") {
  CHECK_FALSE(autocorrelation_time(Replicas{std::vector<double>(100, 0.1)}));
  CHECK_FALSE(estimate_mean(Replicas{std::vector<double>(100, -3e9)}));
  CHECK_THROWS_AS(autocorrelation_time(Replicas{{1, 2, 3}}), std::invalid_argument);
}
