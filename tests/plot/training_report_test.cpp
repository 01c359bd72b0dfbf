#include "onedial/plot/training_report.hpp"

#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "onedial/plot/cairo_render.hpp"
#include "png_image.hpp"

using namespace onedial;

namespace {

TrainingReport report() {
  TrainingReport data{.title = "title", .subtitle = "subtitle"};
  data.epochs = {{.epoch = 1, .rate = 0.1, .pseudo_likelihood = -3, .reconstruction_error = 0.5},
                 {.epoch = 2,
                  .rate = 0.1,
                  .pseudo_likelihood = -2,
                  .log_likelihood = Estimate{-5, 0.25},
                  .reconstruction_error = 0.25},
                 {.epoch = 3, .rate = 0.1, .pseudo_likelihood = -1, .reconstruction_error = 0.125}};
  data.weights = {-1, -0.5, 0, 0, 0.5, 1};
  return data;
}

const Panel& panel_titled(const Figure& figure, const std::string& title) {
  for (const Panel& panel : figure.panels) {
    if (panel.title == title) {
      return panel;
    }
  }
  throw std::runtime_error("no panel " + title);
}

std::vector<Eigen::VectorXd> images(std::size_t count, double value, Index pixels) {
  return std::vector<Eigen::VectorXd>(count, Eigen::VectorXd::Constant(pixels, value));
}

}  // namespace

TEST_CASE("the report of a training has a curve for all that is known over the epochs") {
  const Figure figure = training_figure(report());
  validate(figure);
  REQUIRE(figure.panels.size() == 4);
  const Panel& likelihood = panel_titled(figure, "Log-likelihood");
  CHECK(likelihood.points.at(0).x == std::vector<double>{2});
  CHECK(likelihood.points.at(0).y == std::vector<double>{-5});
  CHECK(likelihood.points.at(0).y_error == std::vector<double>{0.25});
  const Panel& pseudo = panel_titled(figure, "Pseudo-likelihood");
  REQUIRE(pseudo.series.size() == 1);  // nothing is held out
  CHECK(pseudo.series[0].y == std::vector<double>{-3, -2, -1});
  const Panel& error = panel_titled(figure, "Reconstruction error");
  CHECK(error.series.at(0).x == std::vector<double>{1, 2, 3});
  CHECK(error.series.at(0).y == std::vector<double>{0.5, 0.25, 0.125});
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("what is held out, and a rate that changes, have curves of their own") {
  TrainingReport data = report();
  data.epochs[1].rate = 0.05;
  for (TrainingReport::Epoch& epoch : data.epochs) {
    epoch.held_out_pseudo_likelihood = -4;
    epoch.held_out_log_likelihood = Estimate{-6, 0};
    epoch.free_energy_gap = static_cast<double>(epoch.epoch);
  }
  const Figure figure = training_figure(data);
  CHECK(figure.columns == 3);
  CHECK(panel_titled(figure, "Pseudo-likelihood").series.at(1).label == "held out");
  CHECK(panel_titled(figure, "Log-likelihood").points.at(1).y == std::vector<double>{-6, -6, -6});
  CHECK(panel_titled(figure, "Log-likelihood").points.at(1).y_error.empty());
  CHECK(panel_titled(figure, "Free-energy gap").series.at(0).y == std::vector<double>{1, 2, 3});
  CHECK(panel_titled(figure, "Learning rate").series.at(0).y == std::vector<double>{0.1, 0.05, 0.1});
}

TEST_CASE("the log-likelihood lies beside its upper bound and other trainings") {
  TrainingReport data = report();
  data.name = "PCD";
  data.upper_bound = -3.4;
  data.comparisons.assign(5, {.name = "CD-1", .epochs = {1, 2}, .log_likelihoods = {-9, -8}});
  const Figure figure = training_figure(data);
  const Panel& panel = panel_titled(figure, "Log-likelihood");
  CHECK(panel.series.at(0).label == "PCD");
  CHECK(panel.series.at(1).label == "CD-1");
  CHECK(panel.series.at(1).y == std::vector<double>{-9, -8});
  CHECK(panel.series.size() == 1 + 3);
  CHECK(panel.references.at(0).value == -3.4);
  CHECK(panel.references.at(0).label == "upper bound −3.400");
  data.comparisons[0].log_likelihoods.pop_back();
  CHECK_THROWS_WITH(training_figure(data), ContainsSubstring("'CD-1' has 1 log-likelihoods at 2 epochs"));
}

TEST_CASE("a steep start of the likelihoods is left out, and many epochs have a band") {
  TrainingReport data = report();
  data.epochs.clear();
  for (Index epoch = 1; epoch <= 100; ++epoch) {
    const double value = epoch < 5 ? -100 : -10 - 1 / static_cast<double>(epoch);
    data.epochs.push_back({.epoch = epoch, .log_likelihood = Estimate{value, 0.5}});
  }
  const Figure figure = training_figure(data);
  validate(figure);
  const Panel& panel = panel_titled(figure, "Log-likelihood");
  REQUIRE(panel.y.limits);
  CHECK(panel.y.limits->lower > -11);
  CHECK(panel.y.limits->lower < -10.1);
  CHECK(panel.y.limits->upper > -10.01);
  REQUIRE(panel.bands.size() == 1);
  CHECK(panel.bands[0].lower[99] == Approx(-10.51));
  CHECK(panel.bands[0].upper[99] == Approx(-9.51));
  CHECK(panel.points.empty());
  // A course that rises evenly is shown in full.
  for (TrainingReport::Epoch& epoch : data.epochs) {
    epoch.log_likelihood = Estimate{static_cast<double>(epoch.epoch), 0.5};
  }
  CHECK_FALSE(panel_titled(training_figure(data), "Log-likelihood").y.limits);
}

TEST_CASE("the histogram holds all weights beside the normal law of their mean and spread") {
  TrainingReport data = report();
  data.weights.clear();
  for (int k = 0; k < 2000; ++k) {
    data.weights.push_back(k % 2 == 0 ? 1.5 : -0.5);
  }
  const Figure figure = training_figure(data);
  const Panel& panel = panel_titled(figure, "2,000 weights");
  CHECK(panel.y.kind == AxisKind::logarithmic);
  const Series& steps = panel.series.at(0);
  CHECK(steps.y.front() == 1000);
  CHECK(steps.y.back() == 1000);
  CHECK(std::count(steps.y.begin(), steps.y.end(), 1000) == 4);  // two bins, two ends each
  CHECK(std::count(steps.y.begin(), steps.y.end(), panel.y.limits->lower) ==
        std::ssize(steps.y) - 4);  // the others are empty
  const Series& law = panel.series.at(1);
  CHECK(law.label == "normal, σ = 1");
  const auto top = std::max_element(law.y.begin(), law.y.end());
  CHECK(law.x[static_cast<std::size_t>(top - law.y.begin())] == Approx(0.5));
  const double bin = steps.x[1] - steps.x[0];
  CHECK(*top == Approx(2000 * bin / std::sqrt(2 * std::acos(-1.0))));
}

TEST_CASE("weights that are equal, missing, or no numbers are drawn or refused") {
  TrainingReport data = report();
  data.weights.assign(100, 0);
  CHECK(panel_titled(training_figure(data), "100 weights").series.size() == 1);
  CHECK_FALSE(render_svg(training_figure(data)).empty());
  data.weights.clear();
  CHECK_FALSE(has_data(panel_titled(training_figure(data), "0 weights")));
  data.weights = {0, NAN};
  CHECK_THROWS_WITH(training_figure(data), ContainsSubstring("weight 1 is nan; must be finite"));
}

TEST_CASE("a training without an epoch says so") {
  TrainingReport data = report();
  data.epochs.clear();
  const Figure figure = training_figure(data);
  CHECK(panel_titled(figure, "Reconstruction error").note == "no epoch was finished");
  CHECK_FALSE(render_svg(figure).empty());
}

TEST_CASE("filters have one signed scale, and dreams that of the visible units") {
  TrainingReport data = report();
  data.height = 2;
  data.width = 2;
  const Index room = training_images_drawn(2, 2);
  CHECK(room > 20);
  CHECK(training_images_drawn(28, 28) > 20);
  CHECK(training_images_drawn(1000, 1000) == 1);
  CHECK(training_images_drawn(0, 0) == 0);
  data.filters = images(static_cast<std::size_t>(room) + 3, 0.5, 4);
  data.filters[0].setConstant(-2);
  data.dreams = images(3, -1, 4);
  data.visible_range = {-1, 1};
  const Figure figure = training_figure(data);
  REQUIRE(figure.panels.size() == 6);
  const Panel& filters = figure.panels[0];
  CHECK(filters.title ==
        std::to_string(room) + " of " + std::to_string(room + 3) + " filters, −2 blue … +2 orange");
  CHECK(filters.maps.at(0).scale == ColourScale::diverging);
  CHECK(filters.maps.at(0).range.lower == -2);
  CHECK(filters.maps.at(0).range.upper == 2);
  CHECK(figure.panels[1].title == "3 dreams at T = 1");
  CHECK(figure.panels[1].maps.at(0).range.lower == -1);
  // The first filter is the only one below 0, and the only blue.
  data.dreams.clear();
  CHECK(PngImage(render_png({.panels = {filters}})).count({0, 114, 178}) > 500);
  data.filters[0].setConstant(2);
  CHECK(PngImage(render_png({.panels = {training_figure(data).panels[0]}})).count({0, 114, 178}) == 0);
  data.filters[1] = Eigen::VectorXd::Zero(3);
  CHECK_THROWS_AS(training_figure(data), std::invalid_argument);
}
