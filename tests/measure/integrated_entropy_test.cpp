#include "onedial/measure/integrated_entropy.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "catch.hpp"

using namespace onedial;

namespace {

/// N spins in a field of 1: E = −N tanh β, Var = N/cosh²β, S = N(ln 2cosh β − β tanh β).
constexpr double spins = 100;

std::vector<ThermometerReading> paramagnet(int count) {
  std::vector<ThermometerReading> readings;
  for (int k = count; k >= 0; --k) {
    const double beta = 2.0 * k / count;
    readings.push_back({.temperature = k > 0 ? Temperature(1 / beta) : Temperature::infinite(),
                        .mean_energy = -spins * std::tanh(beta),
                        .mean_energy_error = 0.1,
                        .energy_variance = spins / std::pow(std::cosh(beta), 2)});
  }
  return readings;
}

}  // namespace

TEST_CASE("the entropy of a paramagnet comes out of its energies, the better the finer the ladder") {
  for (const auto& [count, margin] : {std::pair(10, 0.03), std::pair(20, 0.002)}) {
    const auto readings = paramagnet(count);
    const auto entropies = integrate_entropy(readings, spins * std::numbers::ln2);
    REQUIRE(entropies.size() == readings.size());
    CHECK(entropies.back().value == spins * std::numbers::ln2);
    CHECK(entropies.back().standard_error == 0);
    CHECK(entropies.back().log_z == spins * std::numbers::ln2);
    for (std::size_t k = 0; k + 1 < readings.size(); ++k) {
      const double beta = 1 / readings[k].temperature.value();
      const double exact = spins * (std::log(2 * std::cosh(beta)) - beta * std::tanh(beta));
      CHECK(std::abs(entropies[k].value - exact) < margin);
      CHECK(std::abs(entropies[k].log_z - spins * std::log(2 * std::cosh(beta))) < margin);
    }
  }
}

TEST_CASE("errors of energies become those of an integrated entropy") {
  // With one step from T = ∞: S = S(∞) + βE − β(E + E₀)/2 and the variances, of errors that are not counted.
  const auto readings = paramagnet(1);
  CHECK(integrate_entropy(readings, 0)[0].standard_error == Approx(std::hypot(0.1, 0.1)));
  // ln Z = S(∞) − β(E + E₀)/2.
  CHECK(integrate_entropy(readings, 0)[0].log_z_error == Approx(std::hypot(0.1, 0.1)));
  // Of two steps of 1, the middle counts fully, the ends half.
  CHECK(integrate_entropy(paramagnet(2), 0)[0].log_z_error == Approx(0.1 * std::sqrt(0.25 + 1 + 0.25)));
}

TEST_CASE("an entropy without T = infinity has nowhere to start") {
  auto readings = paramagnet(4);
  readings.pop_back();
  CHECK_THROWS_WITH(integrate_entropy(readings, 1), ContainsSubstring("T = infinity"));
  CHECK_THROWS_AS(integrate_entropy({}, 1), std::invalid_argument);
}
