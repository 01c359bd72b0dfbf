#include "onedial/measure/proportion.hpp"

#include <boost/math/distributions/binomial.hpp>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("a proportion has the interval of Wilson") {
  const Proportion some = proportion(8, 10);
  CHECK(some.value == 0.8);
  CHECK(some.lower == Approx(0.4901625).epsilon(1e-6));
  CHECK(some.upper == Approx(0.9433178).epsilon(1e-6));
  CHECK(proportion(0, 20).lower == 0);
  CHECK(proportion(20, 20).upper == 1);
  CHECK(proportion(20, 20).standard_error > 0.01);
  CHECK_THROWS(proportion(1, 0));
  CHECK_THROWS(proportion(3, 2));
}

TEST_CASE("intervals of proportions cover the truth as often as they say") {
  constexpr int trials = 60;
  for (const double p : {0.02, 0.1, 0.5, 0.97}) {
    const boost::math::binomial law(trials, p);
    double covered = 0;
    for (int hits = 0; hits <= trials; ++hits) {
      const Proportion estimate = proportion(hits, trials);
      covered += estimate.lower <= p && p <= estimate.upper ? boost::math::pdf(law, hits) : 0;
    }
    INFO(p);
    CHECK(covered > 0.9);
    CHECK(covered < 0.99);
  }
}

TEST_CASE("exact intervals cover every truth at least as often as they say") {
  const IntervalEstimate some = exact_interval(8, 10, 0.95);
  CHECK(some.value == 0.8);
  CHECK(some.lower == Approx(0.4439045).epsilon(1e-6));
  CHECK(some.upper == Approx(0.9747893).epsilon(1e-6));
  CHECK(exact_interval(0, 10, 0.95).lower == 0);
  CHECK(exact_interval(10, 10, 0.95).upper == 1);
  CHECK_THROWS(exact_interval(1, 10, 0));
  CHECK_THROWS(exact_interval(11, 10, 0.9));
  constexpr int trials = 30;
  for (int place = 1; place < 200; ++place) {
    const double p = place / 200.0;
    const boost::math::binomial law(trials, p);
    double covered = 0;
    for (int hits = 0; hits <= trials; ++hits) {
      covered += exact_interval(hits, trials, 0.9).excludes(p) ? 0 : boost::math::pdf(law, hits);
    }
    INFO(p);
    CHECK(covered >= 0.9 - 1e-12);
  }
}
