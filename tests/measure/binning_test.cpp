#include "onedial/measure/binning.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "catch.hpp"
#include "series.hpp"

using namespace onedial;

TEST_CASE("a level of the binning holds the averages of its bins") {
  LogBinning binning;
  const std::vector<double> values{1, 3, 2, 6, 5, 5, 0, 4, 9};
  for (const double value : values) {
    binning.add(value);
  }
  CHECK(binning.count() == 9);
  CHECK(binning.mean() == Approx(35.0 / 9));
  const auto levels = binning.levels();
  REQUIRE(levels.size() == 3);
  Index length = 1;
  for (const auto& level : levels) {
    Accumulator expected;
    for (std::size_t first = 0; first + static_cast<std::size_t>(length) <= values.size();
         first += static_cast<std::size_t>(length)) {
      double sum = 0;
      for (Index i = 0; i < length; ++i) {
        sum += values[first + static_cast<std::size_t>(i)];
      }
      expected.add(sum / static_cast<double>(length));
    }
    CHECK(level.bin_length == length);
    CHECK(level.bins == expected.count());
    CHECK(level.standard_error ==
          Approx(std::sqrt(static_cast<double>(length) * expected.variance() / 9)).epsilon(1e-13));
    CHECK(
        level.tau ==
        Approx(static_cast<double>(length) * expected.variance() / (2 * binning.variance())).epsilon(1e-13));
    length *= 2;
  }
}

TEST_CASE("the plateau of the binning gives error and autocorrelation time of AR(1)") {
  for (const double tau : {0.5, 2.0, 20.0}) {
    INFO("tau " << tau);
    RandomStream random(11, 0);
    LogBinning binning;
    constexpr Index length = 1 << 18;
    for (const double x : series::ar1(random, series::phi_of_tau(tau), length)) {
      binning.add(x);
    }
    const auto plateau = binning.plateau();
    REQUIRE(plateau);
    // Bins of length b see (1 − O(τ/b)) of the whole τ.
    const double scatter = 2 * plateau->standard_error_uncertainty / plateau->standard_error;
    CHECK(std::abs(plateau->tau / tau - 1) <
          5 * scatter + 2 * tau / static_cast<double>(plateau->bin_length));
    CHECK(plateau->standard_error ==
          Approx(std::sqrt(2 * plateau->tau * binning.variance() / static_cast<double>(length))));
    CHECK(scatter < 0.12);
  }
}

TEST_CASE("a series too short for its memory has no plateau") {
  RandomStream random(12, 0);
  LogBinning binning;
  for (const double x : series::ar1(random, series::phi_of_tau(200), 1000)) {
    binning.add(x);
  }
  CHECK_FALSE(binning.levels().empty());
  CHECK_FALSE(binning.plateau());
}

TEST_CASE("binnings of replicas merge level by level") {
  RandomStream random(13, 0);
  LogBinning merged;
  LogBinning one;
  for (int replica = 0; replica < 3; ++replica) {
    LogBinning binning;
    for (const double x : series::ar1(random, 0.7, 64)) {  // fills its bins, so that one series is the same
      binning.add(x);
      one.add(x);
    }
    merged.merge(binning);
  }
  CHECK(merged.count() == 192);
  const auto levels = merged.levels();
  const auto expected = one.levels();
  REQUIRE(levels.size() >= 7);
  for (std::size_t l = 0; l < 7; ++l) {
    CHECK(levels[l].bins == expected[l].bins);
    CHECK(levels[l].standard_error == Approx(expected[l].standard_error).epsilon(1e-12));
  }
}

TEST_CASE("an unfilled bin of another replica does not mix with this one") {
  LogBinning here;
  LogBinning there;
  there.add(100);
  here.merge(there);
  here.add(1);
  here.add(3);
  here.add(5);
  here.add(7);
  const auto levels = here.levels();
  REQUIRE(levels.size() == 2);
  CHECK(levels[1].bins == 2);
  CHECK(levels[1].standard_error == Approx(std::sqrt(2 * 8.0 / 5)));  // averages 2 and 6
}

TEST_CASE("a binning without events shows no error at all") {
  LogBinning binning;
  CHECK_THROWS_AS(binning.mean(), std::logic_error);
  for (int i = 0; i < 1000; ++i) {
    binning.add(0.1);
  }
  CHECK(binning.mean() == 0.1);
  CHECK(binning.levels().empty());
  CHECK_FALSE(binning.plateau());
  CHECK_THROWS_AS(binning.add(std::nan("")), std::invalid_argument);
  CHECK(binning.count() == 1000);
}

TEST_CASE("rebinning drops what fills no bin at the beginning") {
  const std::vector<double> series{9, 1, 3, 5, 7};
  CHECK(rebin(series, 2) == std::vector<double>{2, 6});
  CHECK(rebin(series, 5) == std::vector<double>{5});
  CHECK_THROWS_AS(rebin(series, 0), std::invalid_argument);
  CHECK_THROWS_AS(rebin(series, 6), std::invalid_argument);
  CHECK_THROWS_AS(rebin(std::vector<double>{1, std::numeric_limits<double>::infinity()}, 1),
                  std::invalid_argument);
}
