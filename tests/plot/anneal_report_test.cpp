#include "onedial/plot/anneal_report.hpp"

#include <cmath>

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
  CHECK(anneal_figure(single).panels[3].note == "needs two or more replicas");
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
