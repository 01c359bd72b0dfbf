#include "onedial/softmax/adaptive_temperature.hpp"

#include <cmath>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("temperatures that follow the entropy meet their ends") {
  CHECK(dynamic_temperature(0, 3, 0.5, 1.5, 1).value() == 0.5);
  CHECK(dynamic_temperature(3, 3, 0.5, 1.5, 1).value() == 1.5);
  CHECK(dynamic_temperature(1.5, 3, 0.5, 1.5, 2).value() == Approx(0.75));
  CHECK(dynamic_temperature(0, 0, 0.5, 1.5, 1).value() == 1.0);

  CHECK(adaptive_temperature(0.2).value() == 1.0);
  CHECK(adaptive_temperature(12).value() == 1.0);  // the fit is below 1 there
  const double beta = -0.037 * 16 + 0.481 * 8 - 2.3 * 4 + 4.917 * 2 - 1.791;
  CHECK(adaptive_temperature(2).value() == Approx(1 / beta));

  CHECK(entropy_based_temperature(0, 1.3, 0.5).is_zero());
  CHECK(entropy_based_temperature(0, 1.3, 0).value() == 1.3);
  CHECK(entropy_based_temperature(2, 1.3, 0.5).value() == Approx(1.3 * std::pow(0.8, 0.25)));
  CHECK(entropy_based_temperature(5, 1.3, 0.5).value() > entropy_based_temperature(2, 1.3, 0.5).value());
}
