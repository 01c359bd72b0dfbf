#include "onedial/core/temperature.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/core/boltzmann.hpp"

using namespace onedial;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
}

TEST_CASE("temperatures are not negative and not NaN") {
  CHECK_THROWS_AS(Temperature(-1e-300), std::invalid_argument);
  CHECK_THROWS_AS(Temperature(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
  CHECK(Temperature(0.0).is_zero());
  CHECK(Temperature(-0.0).is_zero());
  CHECK(Temperature::infinite().is_infinite());
  CHECK(Temperature(1.0) < Temperature(2.0));
}

TEST_CASE("E/T has its limits at both ends of the dial") {
  CHECK(Temperature(2.0).reduced(3.0) == 1.5);
  CHECK(Temperature::zero().reduced(0.0) == 0.0);
  CHECK(Temperature::zero().reduced(1e-300) == infinity);
  CHECK(Temperature::zero().reduced(-1e-300) == -infinity);
  CHECK(Temperature::infinite().reduced(1e300) == 0.0);
  CHECK(Temperature::infinite().reduced(infinity) == infinity);
  CHECK(Temperature(5e-324).reduced(0.0) == 0.0);
}

TEST_CASE("update probabilities are two-level Boltzmann distributions") {
  const Temperature t(0.7);
  CHECK(heat_bath_probability(0.9, t) == Approx(1 / (1 + std::exp(0.9 / 0.7))).epsilon(1e-15));
  CHECK(heat_bath_probability(0.9, t) + heat_bath_probability(-0.9, t) == Approx(1.0).epsilon(1e-15));
  CHECK(metropolis_probability(0.9, t) == Approx(std::exp(-0.9 / 0.7)).epsilon(1e-15));
  CHECK(metropolis_probability(-0.9, t) == 1.0);
  CHECK(heat_bath_probability(0.0, Temperature::zero()) == 0.5);
  CHECK(heat_bath_probability(1e-9, Temperature::zero()) == 0.0);
  CHECK(heat_bath_probability(-1e-9, Temperature::zero()) == 1.0);
  CHECK(metropolis_probability(0.0, Temperature::zero()) == 1.0);
  CHECK(metropolis_probability(1e-9, Temperature::zero()) == 0.0);
  CHECK(heat_bath_probability(1e9, Temperature::infinite()) == 0.5);
  CHECK(metropolis_probability(1e9, Temperature::infinite()) == 1.0);
}
