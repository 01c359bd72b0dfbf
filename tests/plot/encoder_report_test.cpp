#include "onedial/plot/encoder_report.hpp"

#include <algorithm>
#include <numeric>

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

EncoderReport report() {
  EncoderReport report{.title = "title",
                       .subtitle = "subtitle",
                       .cycles = {10, 20, 20, 40, 1000},
                       .median = 20,
                       .published_median = 110,
                       .machine = encoder_machine({.inputs = 3, .hidden = 2}),
                       .codes = {0, 1, 3}};
  Eigen::VectorXd parameters = report.machine.parameters();
  parameters[report.machine.weight_count() - 1] = 8;  // V2's last unit to the last hidden one
  parameters.tail(1)[0] = -2;                         // the bias of that one
  report.machine.set_parameters(parameters);
  return report;
}

/// The cells of a value, by row and column.
Index count_cells(const HeatMap& map, double value, std::size_t first_row, std::size_t first_column) {
  Index count = 0;
  for (std::size_t row = first_row; row < map.rows; ++row) {
    for (std::size_t column = first_column; column < map.columns; ++column) {
      count += map.values[row * map.columns + column] == value ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

TEST_CASE("the histogram of an encoder report holds every run once beside both medians") {
  const Figure figure = encoder_figure(report());
  validate(figure);
  REQUIRE(figure.panels.size() == 3);
  const Panel& cycles = figure.panels[0];
  REQUIRE(cycles.bands.size() == 1);
  const auto& counts = cycles.bands[0].upper;  // each bin twice, at both of its edges
  CHECK(std::accumulate(counts.begin(), counts.end(), 0.0) == 2 * 5);
  CHECK(cycles.bands[0].x.front() < 10);
  CHECK(cycles.bands[0].x.back() > 1000);
  REQUIRE(cycles.references.size() == 2);
  CHECK(cycles.references[0].value == 20);
  CHECK(cycles.references[1].value == 110);
  CHECK(figure.panels[1].series[0].y == std::vector<double>{0, 1, 3});
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("weights are squares of an area in proportion") {
  const Panel weights = encoder_figure(report()).panels[2];
  REQUIRE(weights.maps.size() == 1);
  const HeatMap& map = weights.maps[0];
  CHECK(map.rows == 5 * 16 - 1);                 // two rows a unit, and one between them
  CHECK(count_cells(map, -1, 0, 0) == 13 * 13);  // white: above 0
  CHECK(count_cells(map, -1, 4 * 16, 2 * 16) == 13 * 13);
  CHECK(count_cells(map, 1, 0, 0) == 7 * 7);  // black: a quarter of the weight, half of the side
  CHECK(count_cells(map, 1, 3 * 16, map.columns - 15) == 7 * 7);
}

TEST_CASE("a single run has no histogram and no weights are no squares") {
  EncoderReport single = report();
  single.cycles = {30};
  single.machine = encoder_machine({.inputs = 3, .hidden = 2});
  const Figure figure = encoder_figure(single);
  validate(figure);
  REQUIRE(figure.panels.size() == 2);
  CHECK(count_cells(figure.panels[1].maps[0], -1, 0, 0) == 0);
  CHECK(count_cells(figure.panels[1].maps[0], 1, 0, 0) == 0);
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("runs of one length fill one bin") {
  EncoderReport same = report();
  same.cycles = {7, 7, 7};
  const Figure figure = encoder_figure(same);
  validate(figure);
  const auto& counts = figure.panels[0].bands[0].upper;
  CHECK(*std::max_element(counts.begin(), counts.end()) == 3);
}
