#include "onedial/plot/recall_report.hpp"

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

RecallReport report() {
  RecallReport data{.title = "title", .subtitle = "subtitle"};
  data.cues = {{.start = 0.7, .end = 1, .energy = -0.5, .verdict = Verdict::recalled},
               {.start = 0.6, .end = 0.2, .energy = -0.4, .verdict = Verdict::spin_glass},
               {.start = 0.8, .end = 0.99, .energy = -0.5, .verdict = Verdict::recalled}};
  data.course = {
      .mean = {0.7, 0.9}, .least = {0.6, 0.2}, .greatest = {0.8, 1}, .other = {0.1, 0.2}, .temperatures = {}};
  return data;
}

}  // namespace

TEST_CASE("the report of a recall has the courses, and the ends by verdict") {
  const Figure figure = recall_figure(report());
  validate(figure);
  REQUIRE(figure.panels.size() == 3);
  CHECK(figure.columns == 3);
  const Panel& course = figure.panels[0];
  CHECK(course.series[0].x == std::vector<double>{0, 1});
  CHECK(course.series[0].y == std::vector<double>{0.7, 0.9});
  CHECK(course.bands[0].lower == std::vector<double>{0.6, 0.2});
  CHECK(course.bands[0].upper == std::vector<double>{0.8, 1});
  CHECK(course.series[1].y == std::vector<double>{0.1, 0.2});
  CHECK(course.series.size() == 2);
  const Panel& ends = figure.panels[1];
  REQUIRE(ends.points.size() == 2);
  CHECK(ends.points[0].label == "recalled");
  CHECK(ends.points[0].x == std::vector<double>{0.7, 0.8});
  CHECK(ends.points[0].y == std::vector<double>{1, 0.99});
  CHECK(ends.points[1].label == "spin glass");
  CHECK(ends.points[1].colour != ends.points[0].colour);
  const Panel& energies = figure.panels[2];
  CHECK(energies.points[1].x == std::vector<double>{0.2});
  CHECK(energies.points[1].y == std::vector<double>{-0.4});
}

TEST_CASE("a recall by cooling shows its temperatures") {
  RecallReport data = report();
  data.course.temperatures = {0.5};
  const Panel course = recall_figure(data).panels[0];
  REQUIRE(course.series.size() == 3);
  CHECK(course.series[2].label == "T");
  CHECK(course.series[2].x == std::vector<double>{1});
  CHECK(course.series[2].y == std::vector<double>{0.5});
}

TEST_CASE("images are shown as stored, corrupted and recalled, as many as there is room for") {
  RecallReport data = report();
  data.height = 2;
  data.width = 2;
  CHECK(triples_drawn(2, 2) % 3 == 0);
  CHECK(triples_drawn(2, 20) > triples_drawn(20, 2));
  CHECK(triples_drawn(1000, 1) == 3);
  for (Index k = 0; k < triples_drawn(2, 2) + 5; ++k) {
    data.triples.push_back(
        {Eigen::VectorXd::Constant(4, 1), Eigen::VectorXd::Constant(4, 0), Eigen::VectorXd::Constant(4, -1)});
  }
  const Figure figure = recall_figure(data);
  REQUIRE(figure.panels.size() == 4);
  const HeatMap& map = figure.panels[0].maps[0];
  CHECK(map.rows == static_cast<std::size_t>(triples_drawn(2, 2) / 3 * 3 - 1));
  CHECK(map.values[0] == 1);
  CHECK(map.values[3] == 0);
  CHECK(map.values[6] == -1);
  CHECK_FALSE(render_svg(figure).empty());
  data.triples.resize(2);
  CHECK(recall_figure(data).panels[0].maps[0].rows == 2);
}
