#include "onedial/plot/capacity_report.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/memory/ags_theory.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

RecallRate rate(Index units, Index patterns, double noise, double recalled) {
  return {.units = units,
          .patterns = patterns,
          .noise = noise,
          .trials = 10,
          .recalled = recalled,
          .recalled_error = 0.05,
          .overlap = recalled / 2,
          .overlap_error = 0.02};
}

CapacityReport report() {
  return {.title = "title",
          .subtitle = "subtitle",
          .rates = {rate(100, 12, 0, 1), rate(100, 20, 0, 0.5), rate(400, 48, 0, 1), rate(400, 68, 0, 0.25)},
          .half_loads = {{100, {0.2, 0.01}}, {400, {0.17, 0.005}}},
          .limit = Estimate{0.14, 0.01},
          .is_plain_hebb = true};
}

}  // namespace

TEST_CASE("a capacity report has a curve for each size, and half loads on a line to the limit") {
  const Figure figure = capacity_figure(report());
  validate(figure);
  REQUIRE(figure.panels.size() == 3);
  const Panel& part = figure.panels[0];
  REQUIRE(part.points.size() == 2);
  CHECK(part.points[0].label == "N = 100");
  CHECK(part.points[0].x == std::vector<double>{0.12, 0.2});
  CHECK(part.points[0].y == std::vector<double>{1, 0.5});
  CHECK(part.points[1].x == std::vector<double>{0.12, 0.17});
  CHECK(part.references[0].value == critical_load(Temperature::zero()));
  const Panel& overlap = figure.panels[1];
  CHECK(overlap.points[1].y == std::vector<double>{0.5, 0.125});
  REQUIRE(overlap.series.size() == 3);
  const Series& theory = overlap.series[2];
  CHECK(theory.x.front() == Approx(0.12));
  CHECK(theory.x.back() == Approx(0.1379).epsilon(1e-3));
  CHECK(theory.y.back() == Approx(0.967).epsilon(2e-3));
  const Panel& limit = figure.panels[2];
  CHECK(limit.points[0].x == std::vector<double>{0.1, 0.05});
  CHECK(limit.points[1].y == std::vector<double>{0.14});
  CHECK(limit.series[0].y[1] == Approx(0.2));  // these two lie on the line
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("without a limit or the plain rule there is no theory, and a note") {
  CapacityReport data = report();
  data.is_plain_hebb = false;
  data.limit.reset();
  const Figure figure = capacity_figure(data);
  CHECK(figure.panels[0].references.empty());
  CHECK(figure.panels[1].series.size() == 2);
  CHECK_FALSE(has_data(figure.panels[2]));
  CHECK_FALSE(figure.panels[2].note.empty());
}

TEST_CASE("a report of basins has a curve for each load, over the noise") {
  CapacityReport data = report();
  data.rates = {rate(100, 5, 0, 1), rate(100, 5, 0.5, 0.75), rate(100, 10, 0, 1), rate(100, 10, 0.5, 0.25)};
  const Figure figure = basins_figure(data);
  validate(figure);
  REQUIRE(figure.panels.size() == 2);
  REQUIRE(figure.panels[0].points.size() == 2);
  CHECK(figure.panels[0].points[1].label == "α = 0.1");
  CHECK(figure.panels[0].points[1].x == std::vector<double>{0, 0.5});
  CHECK(figure.panels[0].points[1].y == std::vector<double>{1, 0.25});
  CHECK(figure.panels[1].points[1].y == std::vector<double>{0.5, 0.125});
}
