#include "onedial/core/elementary.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The largest error in units in the last place against long double, over random x in [low, high).
double worst_ulps(double low, double high, const std::function<double(double)>& ours,
                  const std::function<long double(long double)>& exact) {
  RandomStream random(1, 0);
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double x = low + (high - low) * uniform01(random);
    const long double truth = exact(static_cast<long double>(x));
    const auto nearest = static_cast<double>(truth);
    const double ulp = std::nextafter(std::abs(nearest), infinity) - std::abs(nearest);
    worst = std::max(worst, static_cast<double>(std::abs(static_cast<long double>(ours(x)) - truth)) / ulp);
  }
  return worst;
}

}  // namespace

TEST_CASE("elementary functions are within a few units in the last place") {
  const auto exp_l = [](long double x) { return std::exp(x); };
  const auto log_l = [](long double x) { return std::log(x); };
  const auto log1p_l = [](long double x) { return std::log1p(x); };
  const auto expm1_l = [](long double x) { return std::expm1(x); };
  CHECK(worst_ulps(-1, 1, elementary::exp, exp_l) < 2);
  CHECK(worst_ulps(-700, 700, elementary::exp, exp_l) < 2);
  CHECK(worst_ulps(0.5, 2, elementary::log, log_l) < 2);
  CHECK(worst_ulps(0, 1e300, elementary::log, log_l) < 2);
  CHECK(worst_ulps(-0.999, 3, elementary::log1p, log1p_l) < 2);
  CHECK(worst_ulps(-1e-10, 1e-10, elementary::log1p, log1p_l) < 2);
  CHECK(worst_ulps(0, 1e20, elementary::log1p, log1p_l) < 2);
  CHECK(worst_ulps(-1, 1, elementary::expm1, expm1_l) < 4);
  CHECK(worst_ulps(-1e-8, 1e-8, elementary::expm1, expm1_l) < 2);
  CHECK(worst_ulps(-700, 700, elementary::expm1, expm1_l) < 4);
}

TEST_CASE("elementary functions at the ends of their ranges") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(elementary::exp(0.0) == 1.0);
  CHECK(elementary::exp(-infinity) == 0.0);
  CHECK(elementary::exp(infinity) == infinity);
  CHECK(elementary::exp(710.0) == infinity);
  CHECK(elementary::exp(-746.0) == 0.0);
  CHECK(elementary::exp(709.78) == Approx(std::exp(709.78)).epsilon(1e-15));
  CHECK(elementary::exp(-740.0) == Approx(std::exp(-740.0)).margin(1e-323));
  CHECK(std::isnan(elementary::exp(nan)));
  CHECK(elementary::log(1.0) == 0.0);
  CHECK(elementary::log(0.0) == -infinity);
  CHECK(elementary::log(infinity) == infinity);
  CHECK(std::isnan(elementary::log(-1.0)));
  CHECK(std::isnan(elementary::log(nan)));
  CHECK(elementary::log(5e-324) == Approx(-744.4400719213812).epsilon(1e-15));
  CHECK(elementary::log1p(0.0) == 0.0);
  CHECK(elementary::log1p(-1.0) == -infinity);
  CHECK(elementary::log1p(1e-300) == 1e-300);
  CHECK(elementary::log1p(infinity) == infinity);
  CHECK(elementary::expm1(0.0) == 0.0);
  CHECK(elementary::expm1(1e-300) == 1e-300);
  CHECK(elementary::expm1(-infinity) == -1.0);
}

TEST_CASE("elementary functions give fixed bits") {
  // A hash of 10⁵ results: any other order of operations, contraction or library shows.
  RandomStream random(2, 0);
  std::uint64_t hash = 14695981039346656037U;
  const auto mix = [&hash](double value) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 1099511628211U;
  };
  for (int i = 0; i < 100'000; ++i) {
    const double u = uniform01(random);
    mix(elementary::exp(200 * (u - 0.5)));
    mix(elementary::log(u + 1e-9));
    mix(elementary::log1p(10 * u));
    mix(elementary::expm1(u - 0.5));
  }
  CHECK(hash == 15513172327502721310U);
}
