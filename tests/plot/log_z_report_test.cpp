#include "onedial/plot/log_z_report.hpp"

#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

LogZReport report() {
  return {.title = "title",
          .subtitle = "subtitle",
          .estimates = {{.name = "forward", .value = 10.125, .error = 0.25, .lower = 9, .upper = 11.5},
                        {.name = "integration", .value = 1234.5678, .error = 0.012}}};
}

}  // namespace

TEST_CASE("estimates of ln Z lie below each other with their errors and bounds") {
  LogZReport data = report();
  data.exact = 10;
  const Figure figure = log_z_figure(data);
  validate(figure);
  REQUIRE(figure.panels.size() == 1);
  const Panel& panel = figure.panels[0];
  REQUIRE(panel.y.names.size() == 3);
  CHECK(panel.y.reversed);
  CHECK(panel.y.names[0].label == "forward");
  CHECK(panel.y.names[1].value == 2);
  CHECK(panel.y.names[2].label == "exact");
  CHECK(panel.points.at(1).x == std::vector<double>{1234.5678});
  CHECK(panel.points.at(1).y == std::vector<double>{2});
  CHECK(panel.marks.at(0).label == "10.12 ± 0.25");
  CHECK(panel.marks.at(1).label == "1,234.568 ± 0.012");
  CHECK(panel.marks.at(2).label == "10.0000");
  CHECK(panel.references.at(0).value == 10);
  REQUIRE(panel.series.size() == 3);
  CHECK(panel.series[0].label == "bounds");
  CHECK(panel.series[0].x.front() == 9);
  CHECK(panel.series[0].x.back() == 11.5);
  CHECK(panel.series[1].label == "standard error");
  CHECK(panel.series[1].x.front() == 9.875);
  CHECK(panel.series[1].x.back() == 10.375);
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("an exact value alone, and none, are drawn") {
  LogZReport data{.title = "title", .subtitle = ""};
  CHECK_FALSE(has_data(log_z_figure(data).panels[0]));
  CHECK_FALSE(render_svg(log_z_figure(data)).empty());
  data.exact = 3;
  CHECK(has_data(log_z_figure(data).panels[0]));
  CHECK_FALSE(render_svg(log_z_figure(data)).empty());
}

TEST_CASE("a bound on one side reaches from it to the estimate") {
  LogZReport data = report();
  data.estimates[0].upper.reset();
  const Series bounds = log_z_figure(data).panels[0].series.at(0);
  CHECK(bounds.x.front() == 9);
  CHECK(bounds.x.back() == 10.125);
}

TEST_CASE("the energies over the inverse temperature have an area down to 0") {
  LogZReport data = report();
  data.energies = {{.beta = 0, .mean_energy = 1, .error = 0.5},
                   {.beta = 1, .mean_energy = -4, .error = 0.25}};
  const Figure figure = log_z_figure(data);
  REQUIRE(figure.panels.size() == 2);
  CHECK(figure.columns == 2);
  CHECK(figure.panels[1].points.at(0).y == std::vector<double>{1, -4});
  CHECK(figure.panels[1].points.at(0).y_error == std::vector<double>{0.5, 0.25});
  CHECK(figure.panels[1].bands.at(0).lower == std::vector<double>{0, 0});
  CHECK(figure.panels[1].bands.at(0).upper == std::vector<double>{1, -4});
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("weights forward and back share their bins, each a part of its own number") {
  LogZReport data = report();
  data.forward.assign(30, 8);
  data.forward.resize(40, 9);
  data.back.assign(10, 11);
  const Figure figure = log_z_figure(data);
  const Panel& panel = figure.panels.at(1);
  REQUIRE(panel.series.size() == 2);
  const Series& forward = panel.series[0];
  const Series& back = panel.series[1];
  CHECK(forward.x == back.x);
  CHECK(forward.y.front() == Approx(0.75));
  CHECK(std::accumulate(forward.y.begin(), forward.y.end(), 0.0) == Approx(2));  // two ends a bin
  CHECK(back.y.back() == Approx(1));
  CHECK(std::accumulate(back.y.begin(), back.y.end(), 0.0) == Approx(2));
  CHECK(panel.references.at(0).label == "forward");  // the best that is known
  CHECK_FALSE(render_svg(figure).empty());
  data.back.clear();
  data.exact = 8;
  CHECK(log_z_figure(data).panels.at(1).series.size() == 1);
  CHECK(log_z_figure(data).panels.at(1).references.at(0).label == "exact");
}

TEST_CASE("numbers of ln Z that are none are refused with their place") {
  LogZReport data = report();
  data.estimates[0].value = NAN;
  CHECK_THROWS_WITH(log_z_figure(data), ContainsSubstring("ln Z by 'forward' is nan"));
  data = report();
  data.estimates[1].error = -1;
  CHECK_THROWS_WITH(log_z_figure(data), ContainsSubstring("'integration' is -1; must be at least 0"));
  data = report();
  data.estimates[0].upper = HUGE_VAL;
  CHECK_THROWS_WITH(log_z_figure(data), ContainsSubstring("a bound of ln Z by 'forward'"));
  data = report();
  data.exact = HUGE_VAL;
  CHECK_THROWS_WITH(log_z_figure(data), ContainsSubstring("the exact ln Z"));
  data = report();
  data.energies = {{.beta = 0, .mean_energy = NAN}};
  CHECK_THROWS_WITH(log_z_figure(data), ContainsSubstring("a mean energy"));
  data = report();
  data.back = {1, -HUGE_VAL};
  CHECK_THROWS_AS(log_z_figure(data), std::invalid_argument);
}
