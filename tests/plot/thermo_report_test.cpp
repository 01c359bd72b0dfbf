#include "onedial/plot/thermo_report.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

Thermodynamics at(double t, double scale) {
  return {.temperature = Temperature(t),
          .log_z = scale,
          .mean_energy = -10 * scale,
          .energy_variance = 3 * scale,
          .entropy = 2 * scale,
          .free_energy = -12 * scale,
          .heat_capacity = 4 * scale,
          .entropy_slope = 5 * scale};
}

ThermometerReading reading(double t, bool in_equilibrium, bool has_events = true) {
  return {.temperature = Temperature(t),
          .samples = 100,
          .has_events = has_events,
          .mean_energy = -10 * t,
          .mean_energy_error = 0.5,
          .heat_capacity = 4 * t,
          .heat_capacity_error = 0.25,
          .tau = 3,
          .in_equilibrium = in_equilibrium};
}

ThermoReport report() {
  ThermoReport data{.title = "title", .subtitle = "subtitle"};
  data.readings = {reading(1, false), reading(2, true), reading(3, true), reading(4, true, false)};
  for (const double t : {1.0, 2.0, 3.0}) {
    data.curve.push_back(
        {.value = at(t, t), .standard_error = at(t, 0.1), .effective_samples = t > 1 ? 1000.0 : 9.0});
    data.exact.push_back(at(t, t));
  }
  data.heat_capacity_peaks = {{.temperature = 2.5, .temperature_error = 0.2, .value = 9, .value_error = 0.3}};
  data.entropy_slope_peaks = {
      {.temperature = 2.25, .temperature_error = 0.1, .value = 8, .value_error = 0.3}};
  data.log_state_count = 7;
  return data;
}

const Series& named(const Panel& panel, const std::string& label) {
  const auto found = std::find_if(panel.series.begin(), panel.series.end(),
                                  [&](const Series& series) { return series.label == label; });
  REQUIRE(found != panel.series.end());
  return *found;
}

}  // namespace

TEST_CASE("the report of a scan has six panels with curves, bands, exact answers and peaks") {
  const Figure figure = thermo_figure(report());
  REQUIRE(figure.panels.size() == 6);
  const Panel& capacity = figure.panels[1];
  CHECK(named(capacity, "reweighted").y[2] == 12);
  CHECK(named(capacity, "exact").y == std::vector<double>{4, 8, 12});
  CHECK(named(capacity, "exact").style == LineStyle::dashed);
  CHECK(capacity.bands[0].lower[2] == Approx(11.6));
  CHECK(capacity.bands[0].upper[2] == Approx(12.4));
  REQUIRE(capacity.marks.size() == 1);
  CHECK(capacity.marks[0].x == 2.5);
  CHECK(capacity.marks[0].x_error == 0.2);
  CHECK(capacity.marks[0].y_error == 0.3);
  CHECK(capacity.marks[0].label == "T* = 2.5");
  CHECK(figure.panels[2].marks[0].x == 2.25);
  CHECK(figure.panels[3].references[0].value == 7);
  CHECK(named(figure.panels[4], "reweighted").y[1] == -24);
  CHECK(figure.panels[5].series[0].y[1] == 3);
  CHECK(render_png(figure).substr(1, 3) == "PNG");
}

TEST_CASE("what too few samples stand behind is grey, and so is what is out of equilibrium") {
  const Figure figure = thermo_figure(report());
  const Panel& energy = figure.panels[0];
  CHECK(std::isnan(named(energy, "reweighted").y[0]));
  CHECK(named(energy, "not supported").y[0] == -10);
  CHECK(named(energy, "not supported").colour == ColourRole::muted);
  CHECK(std::isnan(energy.bands[0].upper[0]));
  const Panel& capacity = figure.panels[1];
  REQUIRE(capacity.points.size() == 2);
  CHECK(std::isnan(capacity.points[0].y[0]));
  CHECK(capacity.points[0].y[1] == 8);
  CHECK(capacity.points[1].label == "out of equilibrium");
  CHECK(capacity.points[1].y[0] == 4);
  CHECK(std::isnan(capacity.points[0].y[3]));  // no events: no heat capacity to show
  CHECK(std::isnan(figure.panels[5].series[0].y[3]));
}

TEST_CASE("the report of an exact answer has no samples, and one without T = infinity no free energy") {
  ThermoReport data = report();
  data.readings.clear();
  data.curve.clear();
  const Figure exact = thermo_figure(data);
  CHECK(exact.panels[1].series.size() == 1);
  CHECK(exact.panels.size() == 5);  // and no memory
  CHECK_NOTHROW(render_svg(exact));
  data = report();
  data.log_state_count.reset();
  const Figure relative = thermo_figure(data);
  CHECK(relative.panels[4].series.empty());
  CHECK_THAT(relative.panels[3].y.label, ContainsSubstring("S(hottest)"));
}

TEST_CASE("a loop of cooling and heating has a panel of its own, with the exact one") {
  ThermoReport data = report();
  HysteresisLoop loop;
  loop.cooling = {{.temperature = Temperature(2), .mean_energy = -1, .standard_error = 0.5},
                  {.temperature = Temperature(1), .mean_energy = -3, .standard_error = 0.5}};
  loop.heating = {loop.cooling[1], {.temperature = Temperature(2), .mean_energy = -2, .standard_error = 0.5}};
  data.loop = loop;
  const Figure figure = thermo_figure(data);
  REQUIRE(figure.panels.size() == 7);
  CHECK(named(figure.panels[6], "cooled").y == std::vector<double>{-1, -3});
  CHECK(named(figure.panels[6], "heated").y == std::vector<double>{-3, -2});
  CHECK(figure.panels[6].bands[1].upper == std::vector<double>{-2.5, -1.5});
  CHECK(render_svg(figure).substr(0, 5) == "<?xml");
  // What was interrupted shows the branches that there are.
  data.loop->heating.pop_back();
  CHECK(thermo_figure(data).panels[6].series.size() == 1);
  data.loop->cooling.clear();
  const Figure none = thermo_figure(data);
  CHECK(none.panels[6].series.empty());
  CHECK(none.panels[6].note == "interrupted before it began");
  CHECK_NOTHROW(render_svg(none));
}
