#include "onedial/measure/thermodynamics_errors.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "catch.hpp"
#include "onedial/measure/jackknife.hpp"

using namespace onedial;

TEST_CASE("each quantity has the jackknifed error of its own, infinite where it is infinite") {
  std::vector<Thermodynamics> others;
  for (const double x : {1.0, 4.0, 2.0, 5.0}) {
    others.push_back({.temperature = Temperature(2),
                      .log_z = x,
                      .mean_energy = 2 * x,
                      .energy_variance = 3 * x,
                      .entropy = 4 * x,
                      .free_energy = 5 * x,
                      .heat_capacity = 6 * x,
                      .entropy_slope = 7 * x});
  }
  Thermodynamics all = others.front();
  const double one = jackknife(all.log_z, std::vector<double>{1, 4, 2, 5}).standard_error;
  all.free_energy = -std::numeric_limits<double>::infinity();
  const Thermodynamics errors = thermodynamics_errors(all, others);
  CHECK(errors.temperature == Temperature(2));
  CHECK(errors.log_z == Approx(one));
  CHECK(errors.mean_energy == Approx(2 * one));
  CHECK(errors.energy_variance == Approx(3 * one));
  CHECK(errors.entropy == Approx(4 * one));
  CHECK(std::isinf(errors.free_energy));
  CHECK(errors.heat_capacity == Approx(6 * one));
  CHECK(errors.entropy_slope == Approx(7 * one));
  CHECK_THROWS_AS(thermodynamics_errors(all, {others.data(), 1}), std::invalid_argument);
}
