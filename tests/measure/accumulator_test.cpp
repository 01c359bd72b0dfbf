#include "onedial/measure/accumulator.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

TEST_CASE("means, variances and covariances are those of the definition") {
  Accumulator accumulator(2);
  for (const auto& sample : {std::array{1.0, 2.0}, std::array{2.0, 0.0}, std::array{6.0, 1.0}}) {
    accumulator.add(sample);
  }
  CHECK(accumulator.count() == 3);
  CHECK(accumulator.mean(0) == Approx(3));
  CHECK(accumulator.mean(1) == Approx(1));
  CHECK(accumulator.variance(0) == Approx(7));  // (4 + 1 + 9)/2
  CHECK(accumulator.variance(1) == Approx(1));
  CHECK(accumulator.covariance(0, 1) == Approx(-0.5));  // (−2·1 + −1·−1 + 3·0)/2
  CHECK(accumulator.covariance(1, 0) == accumulator.covariance(0, 1));
}

TEST_CASE("a large offset costs no digits") {
  Accumulator accumulator;
  constexpr double offset = 1e9;
  for (int i = 0; i < 100'000; ++i) {
    accumulator.add(offset + static_cast<double>(i % 2));
  }
  CHECK(accumulator.mean() == offset + 0.5);
  CHECK(accumulator.variance() == Approx(0.25 * 1e5 / (1e5 - 1)).epsilon(1e-13));
}

TEST_CASE("merged accumulators equal one") {
  RandomStream random(6, 0);
  Accumulator whole(3);
  std::array<Accumulator, 4> parts{Accumulator(3), Accumulator(3), Accumulator(3), Accumulator(3)};
  for (std::size_t i = 0; i < 1000; ++i) {
    const double x = uniform01(random);
    const double y = uniform01(random);
    const std::array sample{x + 100, y * y, x - y};
    whole.add(sample);
    parts[i < 10 ? 0 : 1 + i % 2].add(sample);  // of unequal lengths, the last one empty
  }
  Accumulator merged(3);
  for (const Accumulator& part : parts) {
    merged.merge(part);
  }
  CHECK(merged.count() == 1000);
  for (Index a = 0; a < 3; ++a) {
    CHECK(merged.mean(a) == Approx(whole.mean(a)).epsilon(1e-14));
    for (Index b = 0; b < 3; ++b) {
      CHECK(merged.covariance(a, b) == Approx(whole.covariance(a, b)).epsilon(1e-12));
    }
  }
}

TEST_CASE("what cannot be a sample is refused and not counted") {
  CHECK_THROWS_AS(Accumulator(0), std::invalid_argument);
  Accumulator two(2);
  CHECK_THROWS_AS(two.mean(), std::logic_error);
  CHECK_THROWS_AS(two.add(std::array{1.0}), std::invalid_argument);
  CHECK_THROWS_AS(two.add(std::array{1.0, std::nan("")}), std::invalid_argument);
  CHECK_THROWS_WITH(two.add(std::array{std::numeric_limits<double>::infinity(), 1.0}),
                    ContainsSubstring("inf") && ContainsSubstring("finite"));
  CHECK(two.count() == 0);
  two.add(std::array{3.0, 4.0});
  CHECK(two.mean(1) == 4);
  CHECK_THROWS_AS(two.variance(0), std::logic_error);
  CHECK_THROWS_AS(two.merge(Accumulator(3)), std::invalid_argument);
}
