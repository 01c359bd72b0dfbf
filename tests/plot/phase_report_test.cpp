#include "onedial/plot/phase_report.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "onedial/memory/ags_theory.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

/// Overlaps that tell where they were measured: 10·load + temperature/10.
PhaseReport report(std::vector<double> loads, std::vector<double> temperatures) {
  PhaseReport data{.title = "title", .subtitle = "subtitle"};
  for (const double load : loads) {
    for (const double t : temperatures) {
      data.readings.push_back({.temperature = Temperature(t),
                               .load = load,
                               .overlap = 10 * load + t / 10,
                               .overlap_error = 0.01});
    }
  }
  data.loads = std::move(loads);
  data.temperatures = std::move(temperatures);
  return data;
}

}  // namespace

TEST_CASE("the map of a phase diagram has a cell for each reading, cold below") {
  const Figure figure = phase_figure(report({0.01, 0.02, 0.03}, {0.1, 0.3}));
  validate(figure);
  REQUIRE(figure.panels.size() == 2);
  const HeatMap& map = figure.panels[0].maps[0];
  CHECK(map.rows == 2);
  CHECK(map.columns == 3);
  CHECK(map.x.lower == Approx(0.005));
  CHECK(map.x.upper == Approx(0.035));
  CHECK(map.y.lower == Approx(0).margin(1e-15));
  CHECK(map.y.upper == Approx(0.4));
  CHECK(map.values[0] == Approx(0.13));
  CHECK(map.values[5] == Approx(0.31));
}

TEST_CASE("loads in unequal steps are drawn at their places") {
  const HeatMap map = phase_figure(report({0.01, 0.02, 0.06}, {0.1, 0.3})).panels[0].maps[0];
  CHECK(map.rows == 2);
  CHECK(map.columns > 100);
  // Edges at 0.005, 0.015, 0.04 and 0.08.
  const auto at = [&](double load) {
    const double place = (load - map.x.lower) / (map.x.upper - map.x.lower);
    return map.values[static_cast<std::size_t>(place * static_cast<double>(map.columns))];
  };
  CHECK(at(0.0140) == Approx(0.13));
  CHECK(at(0.0160) == Approx(0.23));
  CHECK(at(0.0395) == Approx(0.23));
  CHECK(at(0.0405) == Approx(0.63));
}

TEST_CASE("no cell reaches below T = 0, and one alone is drawn") {
  const HeatMap map = phase_figure(report({0.05}, {0, 0.5, 1})).panels[0].maps[0];
  CHECK(map.y.lower == 0);
  CHECK(map.y.upper == 1.25);
  CHECK(map.values.back() == Approx(0.5));
  CHECK(map.values[map.values.size() / 2] == Approx(0.55));
  validate(phase_figure(report({0.05}, {0.5})));
}

TEST_CASE("the lines of theory end where they should") {
  const Figure figure = phase_figure(report({0.01, 0.16}, {0.1, 1.3}));
  const std::vector<Series>& lines = figure.panels[0].series;
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].y.front() == 1);                       // T_g = 1 at α = 0
  CHECK(lines[1].x.front() == Approx(0).margin(1e-9));  // T_M = 1 there
  CHECK(lines[1].x.back() == critical_load(Temperature::zero()));
  CHECK(lines[1].y.back() == 0);
  CHECK(lines[2].x.back() == Approx(0.051).margin(0.0015));
  CHECK(lines[2].y.back() == 0);
  // Along T_M its inverse holds.
  const std::size_t middle = lines[1].x.size() / 2;
  CHECK(retrieval_temperature(lines[1].x[middle]).value() == Approx(lines[1].y[middle]).epsilon(1e-6));
}

TEST_CASE("readings that are missing leave the paper, and curves stand beside the theory") {
  PhaseReport data = report({0.01, 0.02, 0.03, 0.04, 0.05, 0.06}, {0.1, 0.3});
  data.readings.resize(8);
  const Figure figure = phase_figure(data);
  const HeatMap& map = figure.panels[0].maps[0];
  CHECK(std::count_if(map.values.begin(), map.values.end(), [](double v) { return std::isnan(v); }) == 4);
  const Panel& curves = figure.panels[1];
  REQUIRE(curves.points.size() == 4);
  CHECK(curves.points[0].label == "α = 0.01");
  CHECK(curves.points[0].y[1] == Approx(0.13));
  CHECK(curves.series[0].y.front() == Approx(retrieval_state(0.01, Temperature::zero())->overlap));
  CHECK_FALSE(render_svg(figure).empty());
}
