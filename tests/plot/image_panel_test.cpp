#include "onedial/plot/image_panel.hpp"

#include <cmath>

#include "catch.hpp"

using namespace onedial;

namespace {

Eigen::VectorXd image(double value, Index pixels) {
  Eigen::VectorXd v(pixels);
  for (Index k = 0; k < pixels; ++k) {
    v(k) = value + 0.01 * static_cast<double>(k);
  }
  return v;
}

}  // namespace

TEST_CASE("images lie beside each other with a pixel between them, and a wider gap behind each group") {
  const Panel panel =
      image_panel("title", {.height = 2,
                            .width = 3,
                            .rows = {{image(0, 6), image(0.1, 6), image(0.2, 6)}, {image(0.3, 6)}},
                            .group = 2});
  CHECK(panel.is_picture);
  REQUIRE(panel.maps.size() == 1);
  const HeatMap& map = panel.maps[0];
  CHECK(map.rows == 5);
  CHECK(map.columns == 3 + 1 + 3 + 2 + 3);
  CHECK(map.x.upper == 12);
  CHECK(map.y.upper == 5);
  const auto at = [&](std::size_t row, std::size_t column) { return map.values[row * map.columns + column]; };
  CHECK(at(0, 0) == 0);
  CHECK(at(1, 2) == Approx(0.05));  // the last pixel of the first image
  CHECK(std::isnan(at(0, 3)));
  CHECK(at(1, 4) == Approx(0.13));
  CHECK(std::isnan(at(0, 7)));
  CHECK(std::isnan(at(0, 8)));
  CHECK(at(0, 9) == Approx(0.2));
  CHECK(std::isnan(at(2, 0)));
  CHECK(at(3, 0) == Approx(0.3));
  CHECK(std::isnan(at(3, 4)));  // the second row has one image
  validate({.panels = {panel}});
}

TEST_CASE("columns have names in their middle, and images a line around them") {
  ImageGrid grid{.height = 1,
                 .width = 2,
                 .rows = {{image(0, 2), image(0.1, 2)}, {image(0.2, 2)}},
                 .is_framed = true,
                 .column_names = {"cold", "hot"}};
  const Panel panel = image_panel("title", grid);
  validate({.panels = {panel}});
  REQUIRE(panel.maps.size() == 2);
  const HeatMap& map = panel.maps[0];
  const HeatMap& frames = panel.maps[1];
  CHECK(map.rows == 5);
  CHECK(map.columns == 7);
  CHECK(frames.values.size() == map.values.size());
  CHECK(map.values[1 * 7 + 1] == 0);
  CHECK(map.values[1 * 7 + 5] == Approx(0.11));
  CHECK(map.values[3 * 7 + 2] == Approx(0.21));
  // Each cell is a pixel or a line, but for those below the second image, which has no neighbour there.
  for (std::size_t cell = 0; cell < map.values.size(); ++cell) {
    const bool is_outside = cell / 7 > 2 && cell % 7 > 3;
    CHECK(std::isnan(map.values[cell]) + std::isnan(frames.values[cell]) == (is_outside ? 2 : 1));
  }
  REQUIRE(panel.x.names.size() == 2);
  CHECK(panel.x.names[0].value == 2);
  CHECK(panel.x.names[1].value == 5);
  CHECK(panel.x.names[1].label == "hot");
  grid.column_names.pop_back();
  CHECK_THROWS_WITH(image_panel("", grid), ContainsSubstring("2 columns has names of 1"));
}

TEST_CASE("images are laid out as large as the room lets them be") {
  CHECK(images_with_room(9, 9, {.width = 100, .height = 45}) == 4 * 2);    // 20 points and a pixel each
  CHECK(images_with_room(49, 49, {.width = 100, .height = 45}) == 2 * 1);  // a point to a pixel
  CHECK(images_with_room(0, 5, {.width = 100, .height = 100}) == 0);
  const auto sheet = [](std::size_t count, double width, double height) {
    return tiled(std::vector<Eigen::VectorXd>(count, image(0, 4)), 2, 2, {.width = width, .height = height});
  };
  CHECK(sheet(16, 100, 100).size() == 4);
  CHECK(sheet(16, 400, 100).size() == 2);
  CHECK(sheet(3, 100, 400).size() == 3);
  const auto rows = sheet(7, 150, 100);
  std::size_t count = 0;
  for (const auto& row : rows) {
    CHECK(row.size() <= rows.front().size());
    count += row.size();
  }
  CHECK(count == 7);
}

TEST_CASE("grids without images, or with images of several sizes, are refused") {
  CHECK_THROWS_AS(image_panel("", {.height = 2, .width = 3}), std::invalid_argument);
  CHECK_THROWS_AS(image_panel("", {.height = 2, .width = 3, .rows = {{image(0, 5)}}}), std::invalid_argument);
  CHECK_THROWS_AS(
      image_panel("", {.height = 1, .width = 1, .rows = {{image(0, 1)}, {image(0, 1), image(0, 1)}}}),
      std::invalid_argument);
}
