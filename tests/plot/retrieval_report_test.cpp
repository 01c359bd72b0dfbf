#include "onedial/plot/retrieval_report.hpp"

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

RetrievalReport report() {
  return {.title = "title",
          .subtitle = "subtitle",
          .readings = {{.temperature = 0.01, .recalled = 1, .perplexity = 1, .updates = 2},
                       {.temperature = 0.1,
                        .recalled = 0.25,
                        .metastable = 0.5,
                        .global = 0.25,
                        .perplexity = 4,
                        .perplexity_error = 0.5,
                        .updates = 9},
                       {.temperature = 1, .global = 1, .perplexity = 8, .updates = 3}},
          .patterns = 8};
}

}  // namespace

TEST_CASE("the parts of the cues lie on top of each other and fill the panel") {
  const Figure figure = retrieval_figure(report());
  validate(figure);
  REQUIRE(figure.panels.size() == 3);
  const Panel& parts = figure.panels[0];
  REQUIRE(parts.bands.size() == 3);  // none ends at another pattern
  CHECK(parts.bands[0].label == "recalled");
  CHECK(parts.bands[0].lower == std::vector<double>{0, 0, 0});
  CHECK(parts.bands[0].upper == std::vector<double>{1, 0.25, 0});
  CHECK(parts.bands[1].lower == parts.bands[0].upper);
  CHECK(parts.bands[1].upper == std::vector<double>{1, 0.75, 0});
  CHECK(parts.bands[2].upper == std::vector<double>{1, 1, 1});
  CHECK(parts.y.limits->upper == 1);
  CHECK(figure.panels[1].points[0].y == std::vector<double>{1, 4, 8});
  CHECK(figure.panels[1].points[0].y_error == std::vector<double>{0, 0.5, 0});
  CHECK(figure.panels[1].references[0].value == 8);
  CHECK(figure.panels[2].points[0].y == std::vector<double>{2, 9, 3});
}

TEST_CASE("images of cues stand over those of their ends at some temperatures") {
  RetrievalReport data = report();
  data.height = 1;
  data.width = 2;
  data.cues = {Eigen::VectorXd::Constant(2, 1), Eigen::VectorXd::Constant(2, -1)};
  for (auto& reading : data.readings) {
    reading.ends = {Eigen::VectorXd::Constant(2, reading.temperature), Eigen::VectorXd::Constant(2, 0)};
  }
  const Figure figure = retrieval_figure(data);
  REQUIRE(figure.panels.size() == 4);
  CHECK(figure.panels[0].title == "Cues, and where they end at T = 0.01, 0.1, 1");
  const HeatMap& map = figure.panels[0].maps[0];
  CHECK(map.rows == 7);
  CHECK(map.values[0] == 1);
  CHECK(map.values[2 * map.columns] == 0.01);
  CHECK(map.values[6 * map.columns] == 1);
  CHECK_FALSE(render_svg(figure).empty());
  // With many temperatures some are left out.
  data.readings.assign(20, data.readings[0]);
  CHECK(retrieval_figure(data).panels[0].maps[0].rows == 2 * 6 - 1);
}
