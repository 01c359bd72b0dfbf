#include "onedial/plot/axis_scale.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("Positions run from 0 to 1, and back on a reversed axis") {
  const AxisScale linear(AxisKind::linear, {-2, 6}, false);
  CHECK(linear.position(-2) == Approx(0));
  CHECK(linear.position(0) == Approx(0.25));
  CHECK(linear.position(10) == Approx(1.5));
  const AxisScale hot_to_cold(AxisKind::logarithmic, {0.1, 1000}, true);
  CHECK(hot_to_cold.position(1000) == Approx(0).margin(1e-15));
  CHECK(hot_to_cold.position(1) == Approx(0.75));
}

TEST_CASE("Values without a place have no position") {
  const double infinity = std::numeric_limits<double>::infinity();
  const AxisScale linear(AxisKind::linear, {-2, 6}, false);
  const AxisScale log(AxisKind::logarithmic, {0.1, 10}, false);
  for (const double value : {std::nan(""), infinity, -infinity}) {
    CHECK(std::isnan(linear.position(value)));
    CHECK_FALSE(linear.contains(value));
  }
  CHECK(std::isnan(log.position(0)));
  CHECK(std::isnan(log.position(-1)));
}

TEST_CASE("A scale around data leaves a margin, and widens a single value") {
  const AxisLimits linear = scale_around(AxisKind::linear, {0, 10}, 0.1, false).limits();
  CHECK(linear.lower == Approx(-1));
  CHECK(linear.upper == Approx(11));
  const AxisLimits log = scale_around(AxisKind::logarithmic, {1, 100}, 0.5, false).limits();
  CHECK(log.lower == Approx(0.1));
  CHECK(log.upper == Approx(1000));
  for (const double value : {0.0, -11624.0, 1e-200, 1e299}) {
    const AxisLimits one = scale_around(AxisKind::linear, {value, value}, 0.05, false).limits();
    CHECK(one.lower < value);
    CHECK(one.upper > value);
  }
}

TEST_CASE("The axes of a panel cover everything in it, gaps excepted") {
  Panel panel;
  CHECK_FALSE(x_scale(panel));
  const double nan = std::nan("");
  panel.series.push_back({{1, 2, nan}, {5, nan, 9}});
  panel.bands.push_back({{0, 3}, {4, 4}, {6, 20}});
  panel.points.push_back({{2}, {-1}, {2.5}});
  panel.references.push_back({ReferenceDirection::horizontal, 30, ""});
  panel.references.push_back({ReferenceDirection::vertical, 7, ""});
  panel.marks.push_back({-4, 0, "", ColourRole::primary});
  const AxisScale x = x_scale(panel).value();
  const AxisScale y = y_scale(panel).value();
  CHECK(x.contains(-4));
  CHECK(x.contains(7));
  CHECK_FALSE(x.contains(8));
  CHECK(y.contains(-3.5));
  CHECK(y.contains(30));
  CHECK_FALSE(y.contains(40));

  panel.x.limits = AxisLimits{1, 2};
  CHECK(x_scale(panel)->limits().lower == 1);
  CHECK(x_scale(panel)->limits().upper == 2);
}
