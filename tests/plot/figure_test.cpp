#include "onedial/plot/figure.hpp"

#include <cmath>
#include <stdexcept>

#include "catch.hpp"

using namespace onedial;

namespace {

Figure with_panel(const Panel& panel) {
  Figure figure;
  figure.panels = {Panel{}, panel};
  return figure;
}

}  // namespace

TEST_CASE("Arrays of different lengths are refused, and the panel is named") {
  Panel series;
  series.series.push_back({{1, 2}, {1}});
  CHECK_THROWS_WITH(validate(with_panel(series)),
                    ContainsSubstring("panel 2") && ContainsSubstring("series"));
  Panel band;
  band.bands.push_back({{1, 2}, {1, 2}, {1}});
  CHECK_THROWS_WITH(validate(with_panel(band)), ContainsSubstring("upper"));
  Panel points;
  points.points.push_back({{1, 2}, {1, 2}, {1}});
  CHECK_THROWS_WITH(validate(with_panel(points)), ContainsSubstring("y_error"));
}

TEST_CASE("Limits must be increasing and have a place on their axis") {
  Panel panel;
  panel.x.limits = AxisLimits{2, 2};
  CHECK_THROWS_AS(validate(with_panel(panel)), std::invalid_argument);
  panel.x.limits = AxisLimits{0, 2};
  CHECK_NOTHROW(validate(with_panel(panel)));
  panel.x.kind = AxisKind::logarithmic;
  CHECK_THROWS_AS(validate(with_panel(panel)), std::invalid_argument);
}

TEST_CASE("Names must have a place on their axis") {
  Panel panel;
  panel.y.names = {{0, "zero"}, {1, "one"}};
  CHECK_NOTHROW(validate(with_panel(panel)));
  panel.y.kind = AxisKind::logarithmic;
  CHECK_THROWS_WITH(validate(with_panel(panel)), ContainsSubstring("panel 2: the name 'zero' on y is at 0"));
}

TEST_CASE("A map has a value for each cell, and lies on linear axes") {
  Panel panel;
  panel.maps.push_back({.rows = 2, .columns = 2, .values = {1, 2, 3}});
  CHECK_THROWS_WITH(validate(with_panel(panel)), ContainsSubstring("2 rows and 2 columns has 3 values"));
  panel.maps[0].values = {1, 2, 3, 4};
  CHECK_NOTHROW(validate(with_panel(panel)));
  CHECK(has_data(panel));
  panel.x.kind = AxisKind::logarithmic;
  CHECK_THROWS_WITH(validate(with_panel(panel)), ContainsSubstring("logarithmic"));
  panel.x.kind = AxisKind::linear;
  panel.maps[0].range = {1, 1};
  CHECK_THROWS_WITH(validate(with_panel(panel)), ContainsSubstring("range of a map"));
}

TEST_CASE("A figure needs a size and a column") {
  CHECK_THROWS_AS(validate(Figure{.width = 0}), std::invalid_argument);
  CHECK_THROWS_AS(validate(Figure{.height = std::nan("")}), std::invalid_argument);
  CHECK_THROWS_AS(validate(Figure{.columns = 0}), std::invalid_argument);
}

TEST_CASE("A panel of gaps has no data") {
  Panel panel;
  CHECK_FALSE(has_data(panel));
  panel.series.push_back({{1, 2}, {std::nan(""), HUGE_VAL}});
  CHECK_FALSE(has_data(panel));
  panel.points.push_back({{0}, {1}});
  CHECK(has_data(panel));
  panel.x.kind = AxisKind::logarithmic;
  CHECK_FALSE(has_data(panel));
}
