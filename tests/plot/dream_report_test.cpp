#include "onedial/plot/dream_report.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

namespace {

/// Frames that cool from 2 to 1/2; image c of frame k has the value k + c/10.
DreamReport report(std::size_t chains) {
  DreamReport data{.title = "title", .subtitle = "subtitle", .height = 1, .width = 2};
  for (int k = 0; k < 3; ++k) {
    DreamReport::Frame frame{.sweep = 10 * k,
                             .temperature = Temperature(std::pow(2, 1 - k)),
                             .mean_energy = -1.0 * k,
                             .energy_sd = 0.5};
    for (std::size_t c = 0; c < chains; ++c) {
      frame.images.push_back(Eigen::VectorXd::Constant(2, k + 0.1 * static_cast<double>(c)));
    }
    data.frames.push_back(frame);
  }
  return data;
}

std::vector<std::string> names_of(const Axis& axis) {
  std::vector<std::string> names;
  for (const Tick& tick : axis.names) {
    names.push_back(tick.label);
  }
  return names;
}

}  // namespace

TEST_CASE("a dream that cools has a column for each temperature, and its energies") {
  const Figure figure = dream_figure(report(2));
  validate(figure);
  REQUIRE(figure.panels.size() == 4);
  const Panel& pictures = figure.panels[0];
  CHECK(names_of(pictures.x) == std::vector<std::string>{"2", "1", "0.5"});
  CHECK(pictures.x.label == "temperature T");
  const HeatMap& map = pictures.maps.at(0);
  CHECK(map.columns == 3 * 3 + 1);  // two pixels and a line each
  CHECK(map.rows == 2 * 2 + 1);
  CHECK(map.values[map.columns + 1] == 0);
  CHECK(map.values[map.columns + 7] == 2);
  CHECK(map.values[3 * map.columns + 4] == Approx(1.1));
  CHECK(map.range.upper == 1);
  CHECK(figure.panels[1].series.at(0).x == std::vector<double>{0, 10, 20});
  CHECK(figure.panels[1].series.at(0).y == std::vector<double>{2, 1, 0.5});
  const Panel& energies = figure.panels[2];
  CHECK(energies.series.at(0).y == std::vector<double>{0, -1, -2});
  CHECK(energies.bands.at(0).lower == std::vector<double>{-0.5, -1.5, -2.5});
  CHECK(energies.bands.at(0).upper == std::vector<double>{0.5, -0.5, -1.5});
  const Panel& cooling = figure.panels[3];
  CHECK(cooling.x.reversed);
  CHECK(cooling.points.at(0).x == std::vector<double>{2, 1, 0.5});
  CHECK(cooling.points.at(0).y_error == std::vector<double>{0.5, 0.5, 0.5});
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("at one temperature columns are sweeps, and a single frame is a sheet of chains") {
  DreamReport data = report(7);
  for (DreamReport::Frame& frame : data.frames) {
    frame.temperature = Temperature(1);
  }
  const Figure figure = dream_figure(data);
  REQUIRE(figure.panels.size() == 2);
  CHECK(names_of(figure.panels[0].x) == std::vector<std::string>{"0", "10", "20"});
  CHECK(figure.panels[0].x.label == "sweep at T = 1");
  data.frames.resize(1);
  const Panel sheet = dream_figure(data).panels[0];
  CHECK(sheet.title == "Visible means of chains at T = 1");
  CHECK(sheet.x.names.empty());
  double sum = 0;
  for (const double value : sheet.maps.at(0).values) {
    sum += std::isnan(value) ? 0 : value;
  }
  CHECK(sum == Approx(2 * 0.1 * (1 + 2 + 3 + 4 + 5 + 6)));  // each image once
  CHECK_FALSE(render_svg(dream_figure(data)).empty());
}

TEST_CASE("of many frames some are shown as pictures, the first and the last among them") {
  DreamReport data = report(30);
  const DreamReport::Frame middle = data.frames[1];
  data.frames.insert(data.frames.begin() + 1, 40, middle);
  data.frames.insert(data.frames.begin() + 1, {.sweep = 1, .temperature = Temperature(1.5)});
  const Panel panel = dream_figure(data).panels[0];
  const std::vector<std::string> names = names_of(panel.x);
  REQUIRE(names.size() == 12);
  CHECK(names.front() == "2");
  CHECK(names[1] == "1");  // the frame without images has no column
  CHECK(names.back() == "0.5");
  CHECK(panel.maps.at(0).rows == static_cast<std::size_t>(2 * dream_chains_drawn(12, 1, 2) + 1));
  CHECK(dream_chains_drawn(10, 28, 28) >= 4);
  CHECK(dream_chains_drawn(10, 1000, 1) == 1);
  CHECK(dream_chains_drawn(0, 28, 28) == 0);
}

TEST_CASE("units that are no image are shown as a map of chains and units in the last frame") {
  DreamReport data = report(3);
  data.height = 0;
  data.frames.back().images[1] = Eigen::Vector2d(0.25, 0.75);
  const Figure figure = dream_figure(data);
  validate(figure);
  const Panel& panel = figure.panels[0];
  CHECK(panel.title == "Visible units at T = 0.5");
  const HeatMap& map = panel.maps.at(0);
  CHECK(map.rows == 3);
  CHECK(map.columns == 2);
  // The first chain is the lowest row.
  CHECK(map.values == std::vector<double>{2.2, 2.2, 0.25, 0.75, 2, 2});
  CHECK(figure.panels[0].y.label == "chain");
  data.frames.back().images.assign(2, Eigen::VectorXd::Zero(2500));
  CHECK(dream_figure(data).panels[0].title == "The first 2000 visible units at T = 0.5");
  CHECK(dream_figure(data).panels[0].maps.at(0).columns == 2000);
  data.frames.back().images[1] = Eigen::VectorXd::Zero(3);
  CHECK_THROWS_WITH(dream_figure(data), ContainsSubstring("3 units beside those of 2500"));
}

TEST_CASE("dreams without frames, without pictures, at no and at infinite temperature are drawn") {
  DreamReport data = report(0);
  CHECK_FALSE(dream_figure(data).panels[0].note.empty());
  data.frames[0].temperature = Temperature::infinite();
  data.frames[2].temperature = Temperature::zero();
  const Figure figure = dream_figure(data);
  CHECK(figure.panels[1].y.kind == AxisKind::linear);
  CHECK_FALSE(render_svg(figure).empty());
  data.frames.clear();
  CHECK(dream_figure(data).panels.size() == 2);
  CHECK_FALSE(render_svg(dream_figure(data)).empty());
}

TEST_CASE("images of another size than the others are refused") {
  DreamReport data = report(2);
  data.frames[1].images[1] = Eigen::VectorXd::Zero(3);
  CHECK_THROWS_AS(dream_figure(data), std::invalid_argument);
}
