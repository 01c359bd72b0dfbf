#include "onedial/measure/interval.hpp"

#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/measure/proportion.hpp"

using namespace onedial;

TEST_CASE("sigmas of a level are those of the normal distribution") {
  CHECK(two_sided_sigmas(0.95) == Approx(1.959963984540054).epsilon(1e-13));
  CHECK(two_sided_sigmas(0.682689492137086) == Approx(1).epsilon(1e-12));
  CHECK_THROWS(two_sided_sigmas(0));
  CHECK_THROWS(two_sided_sigmas(1));
}

TEST_CASE("the difference of proportions has the interval of Newcombe") {
  // Newcombe (1998), table II, method 10: 56/70 against 48/80, and 10/10 against 0/10.
  const double sigmas = two_sided_sigmas(0.95);
  const IntervalEstimate some = difference(wilson_interval(56, 70, sigmas), wilson_interval(48, 80, sigmas));
  CHECK(some.value == Approx(0.2));
  CHECK(some.lower == Approx(0.0524).margin(5e-5));
  CHECK(some.upper == Approx(0.3339).margin(5e-5));
  const IntervalEstimate all = difference(wilson_interval(10, 10, sigmas), wilson_interval(0, 10, sigmas));
  CHECK(all.lower == Approx(0.6075).margin(5e-5));
  CHECK(all.upper == 1);
  CHECK(some.excludes(0));
  CHECK(!some.excludes(0.1));
}

TEST_CASE("differences of proportions cover the truth as often as they say") {
  constexpr int trials = 40;
  const double sigmas = two_sided_sigmas(0.95);
  for (const double p : {0.05, 0.3, 0.8}) {
    for (const double q : {0.05, 0.5}) {
      const boost::math::binomial first(trials, p);
      const boost::math::binomial second(trials, q);
      double covered = 0;
      for (int a = 0; a <= trials; ++a) {
        for (int b = 0; b <= trials; ++b) {
          const bool holds =
              !difference(wilson_interval(a, trials, sigmas), wilson_interval(b, trials, sigmas))
                   .excludes(p - q);
          covered += holds ? boost::math::pdf(first, a) * boost::math::pdf(second, b) : 0;
        }
      }
      INFO(p << " against " << q);
      CHECK(covered > 0.93);
      CHECK(covered < 0.99);
    }
  }
}

TEST_CASE("means of few values cover the truth as often as they say") {
  constexpr int sets = 4000;
  constexpr double level = 0.9;
  RandomStream random(2, 0);
  int covered = 0;
  for (int set = 0; set < sets; ++set) {
    std::array<double, 4> values = {};
    for (double& value : values) {
      value = 3 + 0.5 * draw_normal(random);
    }
    covered += mean_interval(values, level).excludes(3) ? 0 : 1;
  }
  CHECK(std::abs(static_cast<double>(covered) / sets - level) < 5 * std::sqrt(level * (1 - level) / sets));

  const std::array<double, 2> two = {1, 2};
  CHECK(mean_interval(two).value == 1.5);
  CHECK(mean_interval(two).upper == Approx(1.5 + 12.7062 * 0.5).epsilon(1e-5));
  CHECK(mean_interval(std::span(two).first(1)).upper == std::numeric_limits<double>::infinity());
  CHECK_THROWS(mean_interval({}));
  CHECK_THROWS(mean_interval(two, 1));
}

TEST_CASE("a difference is unbounded where what it subtracts is") {
  const double infinity = std::numeric_limits<double>::infinity();
  const IntervalEstimate open{.value = 2, .lower = 1, .upper = infinity};
  const IntervalEstimate closed{.value = 5, .lower = 4, .upper = 6};
  CHECK(difference(open, closed).upper == infinity);
  CHECK(difference(open, closed).lower == Approx(-3 - std::sqrt(2.0)));
  CHECK(difference(closed, open).lower == -infinity);
  CHECK_THROWS(difference({.value = infinity, .lower = 1, .upper = infinity}, closed));
}
