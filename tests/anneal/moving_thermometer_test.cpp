#include "onedial/anneal/moving_thermometer.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

/// Replicas that follow E' = φE + noise of variance 1 − φ², about a mean that drifts: Var(E) = 1 and
/// τ = (1 + φ)/(2(1 − φ)), both exactly.
MovingThermometer measured(Index replicas, double phi, double drift, Index sweeps, double longest_lag) {
  RandomStream random(5, 0);
  const auto noise = [&] {  // uniform, variance 1
    return (static_cast<double>(random() >> 11U) * 0x1p-53 - 0.5) * std::sqrt(12.0);
  };
  MovingThermometer thermometer(longest_lag);
  std::vector<double> deviations(static_cast<std::size_t>(replicas));
  for (double& deviation : deviations) {
    deviation = noise();
  }
  std::vector<double> energies(deviations.size());
  for (Index k = 0; k < sweeps; ++k) {
    for (std::size_t r = 0; r < deviations.size(); ++r) {
      energies[r] = deviations[r] - drift * static_cast<double>(k);
      deviations[r] = phi * deviations[r] + std::sqrt(1 - phi * phi) * noise();
    }
    thermometer.add(energies);
  }
  return thermometer;
}

}  // namespace

TEST_CASE("a moving thermometer knows the variance and the memory of many replicas") {
  for (const double phi : {0.0, 0.5, 0.8}) {
    const MovingThermometer thermometer = measured(20'000, phi, 0.3, 64, 32);
    CHECK(thermometer.energy_variance() == Approx(1).epsilon(0.05));
    // Straight lines between the lags overestimate a convex ρ by a few per cent.
    CHECK(thermometer.tau() == Approx((1 + phi) / (2 * (1 - phi))).epsilon(0.1));
  }
}

TEST_CASE("a single replica is measured by looking back while its mean drifts") {
  double variance = 0;
  constexpr int looks = 20;
  for (int k = 0; k < looks; ++k) {
    variance += measured(1, 0.5, 0.1, 400 + 37 * k, 8).energy_variance() / looks;
  }
  CHECK(variance > 0.5);
  CHECK(variance < 1.5);
}

TEST_CASE("what does not move has no variance in one replica and remembers for ever in many") {
  MovingThermometer one(4);
  MovingThermometer two(4);
  for (int k = 0; k < 64; ++k) {
    one.add(std::vector<double>{-3});
    two.add(std::vector<double>{-3, 3});
  }
  CHECK(one.energy_variance() == Approx(0).margin(1e-20));
  CHECK(two.energy_variance() == Approx(9));
  CHECK(two.tau() == Approx(0.5 + 8));  // lags 1, 2, 4 and 8
  CHECK_THROWS_AS(two.add(std::vector<double>{1}), std::invalid_argument);
  CHECK_THROWS_AS(MovingThermometer(4).add({}), std::invalid_argument);
}
