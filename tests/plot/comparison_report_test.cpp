#include "onedial/plot/comparison_report.hpp"

#include <limits>

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

ComparisonReport report() {
  ComparisonReport data{.title = "title", .subtitle = "subtitle", .has_target = true};
  data.contestants = {{.name = "a",
                       .residual_energies = {0, 0, 0.5, 2},
                       .score = {.sweeps = 100,
                                 .success = {.value = 0.5, .lower = 0.2, .upper = 0.8},
                                 .time_to_target = {.value = 700, .lower = 300, .upper = 2000}}},
                      {.name = "b",
                       .residual_energies = {1},
                       .score = {.sweeps = 50,
                                 .success = {.value = 0, .lower = 0, .upper = 0.8},
                                 .time_to_target = {.value = infinity, .lower = 100, .upper = infinity}}}};
  return data;
}

/// With lengths, of which the last is the best.
ComparisonReport report_with_lengths() {
  ComparisonReport data = report();
  for (const double sweeps : {10.0, 30.0, 100.0}) {
    data.contestants[0].lengths.push_back(
        {.sweeps = sweeps,
         .success = {.value = sweeps / 200, .lower = 0.01, .upper = 0.8},
         .time_to_target = {.value = 7e4 / sweeps, .lower = 300, .upper = 1e4}});
    data.contestants[0].residual_course.push_back(
        {.sweeps = static_cast<Index>(sweeps), .energy = {.value = 3 / sweeps, .error = 0.1 / sweeps}});
  }
  data.contestants[0].laws = fit_residual_energy(data.contestants[0].residual_course);
  data.contestants[0].optimum = OptimalSweeps{.sweeps = 100, .least_time = {.value = 700}};
  return data;
}

}  // namespace

TEST_CASE("a comparison shows where trials ended and the times to target side by side") {
  const Figure figure = comparison_figure(report());
  validate(figure);
  REQUIRE(figure.panels.size() == 2);
  const Panel& ends = figure.panels[0];
  REQUIRE(ends.series.size() == 2);
  CHECK(ends.series[0].x == std::vector<double>{0, 0, 0.5, 0.5, 2, 2, 2});
  CHECK(ends.series[0].y == std::vector<double>{0, 0.5, 0.5, 0.75, 0.75, 1, 1});
  CHECK(ends.series[1].x == std::vector<double>{1, 1, 2});
  CHECK(ends.series[1].colour != ends.series[0].colour);
  const Panel& times = figure.panels[1];
  REQUIRE(times.points.size() == 1);  // b never hit
  CHECK(times.points[0].y == std::vector<double>{700});
  CHECK(times.series[0].y == std::vector<double>{300, 2000});
  CHECK(times.x.names.size() == 2);
  CHECK(!render_svg(figure).empty());
}

TEST_CASE("with lengths a comparison shows laws and the best length") {
  const Figure figure = comparison_figure(report_with_lengths());
  validate(figure);
  REQUIRE(figure.panels.size() == 4);
  const Panel& course = figure.panels[1];
  CHECK(course.points[0].x == std::vector<double>{10, 30, 100});
  REQUIRE(course.series.size() == 1);
  CHECK(course.series[0].y[0] == Approx(0.3));
  CHECK_THAT(course.series[0].label, ContainsSubstring("K^(−1)"));
  const Panel& times = figure.panels[3];
  CHECK(times.bands[0].lower == std::vector<double>{300, 300, 300});
  REQUIRE(times.marks.size() == 1);
  CHECK(times.marks[0].x == 100);
  CHECK(!render_svg(figure).empty());
}

TEST_CASE("a comparison without target and without answers says so") {
  ComparisonReport data = report();
  data.has_target = false;
  CHECK(comparison_figure(data).panels.size() == 1);
  data.contestants = {{.name = "a"}};
  const Figure figure = comparison_figure(data);
  validate(figure);
  CHECK_THAT(figure.panels[0].note, ContainsSubstring("no trial"));
}
