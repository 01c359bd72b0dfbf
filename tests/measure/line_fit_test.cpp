#include "onedial/measure/line_fit.hpp"

#include <array>
#include <cmath>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

TEST_CASE("a line through exact points is found whatever their errors") {
  const std::array<double, 4> x = {1, 2, 4, 7};
  const std::array<double, 4> y = {1, -1, -5, -11};
  const std::array<double, 4> errors = {0.1, 2, 0.5, 1};
  const LineFit line = fit_line(x, y, errors);
  CHECK(line.a == Approx(3));
  CHECK(line.b == Approx(-2));
  CHECK(line.chi_squared == Approx(0).margin(1e-20));
  CHECK(line.degrees_of_freedom == 2);
  CHECK(line.scatter() == 1);
}

TEST_CASE("errors of lines are the scatter of their fits") {
  const std::array<double, 5> x = {0, 1, 2, 3, 4};
  const std::array<double, 5> errors = {0.5, 0.1, 0.3, 0.2, 0.4};
  constexpr int sets = 4000;
  RandomStream random(7, 0);
  double slopes = 0;
  double squares = 0;
  double chi = 0;
  LineFit line;
  for (int set = 0; set < sets; ++set) {
    std::array<double, 5> y = {};
    for (std::size_t k = 0; k < x.size(); ++k) {
      y[k] = 1 + 0.7 * x[k] + errors[k] * draw_normal(random);
    }
    line = fit_line(x, y, errors);
    slopes += (line.b - 0.7) / sets;
    squares += (line.b - 0.7) * (line.b - 0.7) / sets;
    chi += line.chi_squared / sets;
  }
  const double error = std::sqrt(line.variance_b);
  CHECK(std::abs(slopes) < 5 * error / std::sqrt(sets));
  CHECK(std::abs(squares / line.variance_b - 1) < 5 * std::sqrt(2.0 / sets));
  CHECK(std::abs(chi - 3) < 5 * std::sqrt(6.0 / sets));
}

TEST_CASE("what is no line is refused") {
  const std::array<double, 2> one_place = {1, 1};
  const std::array<double, 2> two_places = {1, 2};
  const std::array<double, 2> no_error = {1, 0};
  CHECK_THROWS(fit_line(one_place, two_places, two_places));
  CHECK_THROWS(fit_line(two_places, two_places, no_error));
  CHECK_THROWS(fit_line(two_places, std::span(two_places).first(1), two_places));
}
