#include "onedial/plot/answer_panel.hpp"

#include <cmath>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("a drawing becomes lines and dots, violated lines apart from the others") {
  const Picture picture{.lines = {{.x0 = 0, .y0 = 0, .x1 = 1, .y1 = 0},
                                  {.x0 = 1, .y0 = 0, .x1 = 1, .y1 = 2, .group = 0},
                                  {.x0 = 1, .y0 = 2, .x1 = 0, .y1 = 0, .group = 0, .is_violated = true}},
                        .dots = {{.x = 0, .y = 0, .group = 0},
                                 {.x = 1, .y = 0, .group = 2},
                                 {.x = 1, .y = 2, .group = 1},
                                 {.x = 0, .y = 2, .group = -1}},
                        .caption = "length 4.2"};
  const Panel panel = answer_panel("Best answer", picture);
  CHECK(panel.is_picture);
  CHECK(panel.title == "Best answer");
  CHECK(panel.x.label == "length 4.2");
  REQUIRE(panel.series.size() == 3);
  CHECK(panel.series[0].colour == ColourRole::muted);
  CHECK(panel.series[1].y[1] == 2);
  CHECK(panel.series[2].colour == ColourRole::secondary);
  for (const Series& series : panel.series) {
    REQUIRE(series.x.size() == 3);
    CHECK(std::isnan(series.x[2]));  // lines do not join
  }
  REQUIRE(panel.points.size() == 2);
  CHECK(panel.points[0].x == std::vector<double>{0});
  CHECK(panel.points[0].colour == ColourRole::muted);
  CHECK(panel.points[1].shades == std::vector<double>{0, 1, 0.5});
  CHECK_NOTHROW(validate({.panels = {panel}}));
}

TEST_CASE("a board becomes cells with words, and rules around its blocks") {
  const Picture picture{.grid = Picture::Grid{.rows = 2,
                                              .columns = 4,
                                              .groups = {0, 1, 2, -1, 2, 2, 0, 1},
                                              .labels = {"1", "2", "3", "", "3", "4", "1", "2"},
                                              .block_columns = 2}};
  const Panel panel = answer_panel("Best answer", picture);
  REQUIRE(panel.maps.size() == 1);
  const HeatMap& map = panel.maps.front();
  CHECK(map.rows == 2);
  CHECK(map.columns == 4);
  CHECK(map.values[1] == 0.5);
  CHECK(map.scale == ColourScale::sequential);
  CHECK(panel.x.limits->lower < 0);
  CHECK(panel.x.limits->upper > 4);
  CHECK(std::isnan(map.values[3]));
  CHECK(map.words[5] == "4");
  REQUIRE(panel.series.size() == 1);
  CHECK(panel.series.front().x.size() == 3 * (2 + 3));  // two rules along rows, three along columns
  CHECK_NOTHROW(validate({.panels = {panel}}));

  Picture wrong = picture;
  wrong.grid->groups.pop_back();
  CHECK_THROWS_AS(answer_panel("", wrong), std::invalid_argument);
}

TEST_CASE("an empty drawing says that there is nothing to see") {
  const Panel panel = answer_panel("Best answer", {});
  CHECK_FALSE(has_data(panel));
  CHECK(panel.note == "nothing to draw");
}
