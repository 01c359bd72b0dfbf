#include "onedial/plot/dial_report.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/plot/cairo_render.hpp"

using namespace onedial;

TEST_CASE("the telling temperatures reach around all peaks") {
  const Spectrum spectrum({0.0, 0.01, 5.0}, {1.0, 1.0, 4.0});
  const auto temperatures = telling_temperatures(spectrum, 50);
  REQUIRE(temperatures.size() == 50);
  REQUIRE(heat_capacity_peaks(spectrum).size() == 2);
  CHECK(temperatures.front() < entropy_slope_peaks(spectrum).front().temperature);
  CHECK(temperatures.back() > heat_capacity_peaks(spectrum).back().temperature);
  CHECK(telling_temperatures(Spectrum({1.0}), 3)[1].value() == Approx(1));
}

TEST_CASE("the report of a spectrum shows probabilities, entropy, response and energies") {
  const Spectrum spectrum({0.0, 1.0});
  const DialReport report{.title = "two levels",
                          .subtitle = "gap 1",
                          .spectrum = spectrum,
                          .states = {{"low", 0.0}, {"high", 1.0}},
                          .temperatures = {Temperature(1)}};
  const Figure figure = dial_figure(report);
  REQUIRE(figure.panels.size() == 4);
  const Series& low = figure.panels[0].series[0];
  CHECK(low.label == "low");
  for (std::size_t k = 0; k < low.x.size(); ++k) {
    REQUIRE(low.y[k] == Approx(1 / (1 + std::exp(-1 / low.x[k]))));
  }
  CHECK(figure.panels[1].references.back().value == Approx(std::log(2)));
  REQUIRE(figure.panels[2].marks.size() == 2);
  CHECK(figure.panels[2].marks[0].x == Approx(0.41678).epsilon(1e-4));
  CHECK(figure.panels[2].marks[1].x == Approx(0.30830).epsilon(1e-4));
  CHECK(figure.panels[3].series[1].y.back() < figure.panels[3].series[0].y.back());
  CHECK(render_png(figure).size() > 1000);
}

TEST_CASE("spectra without a gap, and huge or tiny ones, are drawn") {
  for (const Spectrum& spectrum : {Spectrum({2.0}), Spectrum({0.0, 1e12}), Spectrum({-1e-9, 0.0, 1e-9})}) {
    CHECK(render_png(dial_figure({.title = "", .subtitle = "", .spectrum = spectrum})).size() > 1000);
  }
}
