#include "onedial/plot/anneal_report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

Trace::Row row(Index sweep, double temperature, double energy, double variance = 4) {
  return {.sweep = sweep,
          .temperature = temperature,
          .mean_energy = energy,
          .energy_variance = variance,
          .lowest_energy = energy - 3,
          .best_energy = energy - 3,
          .flip_rate = 0.25};
}

HeatCapacityCurve::Point point(double temperature, double slope, double fluctuation, bool in_equilibrium) {
  return {.temperature = Temperature(temperature),
          .heat_capacity = fluctuation,
          .standard_error = 0.1,
          .sweeps = 10,
          .energy_slope = slope,
          .energy_slope_error = 0.1,
          .in_equilibrium = in_equilibrium};
}

AnnealReport report() {
  return {.title = "title",
          .subtitle = "subtitle",
          .trace = {row(1, 4, -1), row(2, 2, -5), row(3, 1, -9)},
          .heat_capacity = {point(0.5, 0, 900, false), point(1, 3, 3, true), point(2, 5, 5, true),
                            point(4, 1, 1, true)}};
}

}  // namespace

TEST_CASE("the report of a run has four panels with what their titles say") {
  AnnealReport data = report();
  data.target_energy = -12;
  data.target_label = "target cut 12";
  const Figure figure = anneal_figure(data);
  REQUIRE(figure.panels.size() == 4);
  const Panel& energy = figure.panels[0];
  REQUIRE(energy.series.size() == 2);
  CHECK(energy.series[0].y == std::vector<double>{-1, -5, -9});
  CHECK(energy.series[1].y == std::vector<double>{-4, -8, -12});
  REQUIRE(energy.bands.size() == 1);
  CHECK(energy.bands[0].lower == std::vector<double>{-3, -7, -11});
  CHECK(energy.bands[0].upper == std::vector<double>{1, -3, -7});
  REQUIRE(energy.references.size() == 1);
  CHECK(energy.references[0].value == -12);
  CHECK(energy.references[0].label == "target cut 12");
  CHECK(figure.panels[1].series[0].y == std::vector<double>{4, 2, 1});
  CHECK(figure.panels[2].series[0].y == std::vector<double>{0.25, 0.25, 0.25});
  for (const std::size_t k : {2U, 3U}) {
    CHECK(figure.panels[k].x.reversed);
    CHECK(figure.panels[k].x.kind == AxisKind::logarithmic);
  }
  CHECK(anneal_figure(report()).panels[0].references.empty());
}

TEST_CASE("frozen points of the heat capacity are set apart and do not set the scale") {
  const Panel panel = anneal_figure(report()).panels[3];
  REQUIRE(panel.points.size() == 2);
  CHECK(panel.points[0].x == std::vector<double>{1, 2, 4});
  CHECK(panel.points[1].x == std::vector<double>{0.5});
  CHECK(panel.points[0].colour != panel.points[1].colour);
  REQUIRE(panel.y.limits);
  CHECK(panel.y.limits->lower == 0);
  CHECK(panel.y.limits->upper < 10);
  REQUIRE(panel.marks.size() == 1);
  CHECK(panel.marks[0].x == 2);
  CHECK(panel.marks[0].label == "T* = 2");
}

TEST_CASE("reports of unusual runs are drawn") {
  AnnealReport single = report();
  single.heat_capacity.clear();
  for (Trace::Row& one : single.trace) {
    one.energy_variance = std::nan("");
  }
  CHECK(anneal_figure(single).panels[3].note == "needs 4 or more replicas");
  CHECK(anneal_figure(single).panels[0].bands.empty());
  CHECK(anneal_figure(single).panels[0].series[0].label == "current");
  AnnealReport cold = report();
  cold.trace.push_back(row(4, 0, -9));
  CHECK(anneal_figure(cold).panels[2].x.kind == AxisKind::linear);
  AnnealReport nothing{.title = "", .subtitle = "", .trace = {}, .heat_capacity = {}};
  AnnealReport one{.title = "", .subtitle = "", .trace = {row(1, 1, 1e12)}, .heat_capacity = {}};
  AnnealReport constant = report();
  constant.heat_capacity = {point(1, 0, 2, false)};
  constant.trace = {row(1, 1, -1e-9), row(2, 1, -1e-9)};
  for (const AnnealReport& data : {single, cold, nothing, one, constant}) {
    CHECK(render_png(anneal_figure(data)).size() > 1000);
  }
}

TEST_CASE("temperature lies at the same place in both panels, and covers the whole run") {
  AnnealReport data = report();
  data.heat_capacity.pop_back();  // the bins need not reach as far as the run
  const Figure figure = anneal_figure(data);
  const AxisLimits flips = figure.panels[2].x.limits.value();
  const AxisLimits capacity = figure.panels[3].x.limits.value();
  CHECK(flips.lower == capacity.lower);
  CHECK(flips.upper == capacity.upper);
  CHECK(flips.lower < 1);
  CHECK(flips.upper > 4);
}

TEST_CASE("temperatures without a place on the axis are gaps and leave its limits alone") {
  AnnealReport data = report();
  data.trace.insert(data.trace.begin(), row(0, std::numeric_limits<double>::infinity(), 0));
  const Axis axis = anneal_figure(data).panels[2].x;
  CHECK(axis.kind == AxisKind::logarithmic);
  CHECK(axis.limits->upper < 5);
  CHECK(anneal_figure(data).panels[2].series[0].x.size() == 4);
  CHECK(render_png(anneal_figure(data)).size() > 1000);
}

TEST_CASE("at constant temperature the flip rate is shown against the sweep") {
  AnnealReport data = report();
  data.trace = {row(1, 1.5, -1), row(2, 1.5, -2), row(3, 1.5, -3)};
  const Panel flips = anneal_figure(data).panels[2];
  CHECK(flips.x.label == "Sweep");
  CHECK_FALSE(flips.x.reversed);
  CHECK(flips.series[0].x == std::vector<double>{1, 2, 3});
}

TEST_CASE(
    "a run at T = 0 throughout shows no negative temperatures to speak of, and says what its heat capacity "
    "needs") {
  AnnealReport data = report();
  data.trace = {row(1, 0, -1), row(2, 0, -2)};
  data.heat_capacity.clear();
  const Figure figure = anneal_figure(data);
  CHECK(figure.panels[1].y.limits->lower > -0.1);
  CHECK(figure.panels[1].y.limits->lower < 0);  // a line at 0 is not hidden by the axis
  CHECK(figure.panels[3].note == "needs temperatures above 0");
}

TEST_CASE("a frozen end that went unnoticed does not set the scale either") {
  AnnealReport data = report();
  data.heat_capacity[0] = point(0.5, 0, 900, true);
  data.heat_capacity[0].standard_error = 300;  // so wide that no slope would contradict it
  const AxisLimits limits = anneal_figure(data).panels[3].y.limits.value();
  CHECK(limits.upper > 5);
  CHECK(limits.upper < 11);
}

TEST_CASE("points are called frozen only where a slope says so") {
  AnnealReport data = report();
  data.heat_capacity = {point(1, 0, 2, false)};
  const Panel alone = anneal_figure(data).panels[3];
  REQUIRE(alone.points.size() == 1);
  CHECK(alone.points[0].label == "Var(E)/T²");
  CHECK(alone.series.empty());
  CHECK_FALSE(alone.y.limits);
  data.heat_capacity = {point(1, 1, 20, false), point(2, 1, 20, false)};
  const Panel frozen = anneal_figure(data).panels[3];
  REQUIRE(frozen.points.size() == 1);
  CHECK(frozen.points[0].label == "Var(E)/T², frozen");
  CHECK(frozen.points[0].y_error == std::vector<double>{0.1, 0.1});
}

TEST_CASE("the peak of a model with huge couplings is named in powers of ten") {
  AnnealReport data = report();
  for (auto& p : data.heat_capacity) {
    p.temperature = Temperature(p.temperature.value() * 1e12);
  }
  CHECK(anneal_figure(data).panels[3].marks.at(0).label == "T* = 2×10¹²");
}

TEST_CASE("steps over the heat capacity show where the sweeps were spent") {
  AnnealReport data = report();
  data.heat_capacity[1].sweeps = 40;
  const Panel panel = anneal_figure(data).panels[3];
  const auto steps = std::find_if(panel.series.begin(), panel.series.end(),
                                  [](const Series& series) { return series.label == "sweeps spent"; });
  REQUIRE(steps != panel.series.end());
  const double highest = 0.9 * panel.y.limits.value().upper;
  CHECK(steps->x[2] == Approx(std::sqrt(0.5)));
  CHECK(steps->x[3] == Approx(std::sqrt(2)));
  CHECK(steps->y[2] == Approx(highest));
  CHECK(steps->y[3] == Approx(highest));
  CHECK(steps->y[4] == Approx(highest / 4));
}
