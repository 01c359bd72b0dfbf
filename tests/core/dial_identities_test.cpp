#include <cmath>
#include <vector>

#include "catch.hpp"
#include "onedial/core/distance_to_limits.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/thermodynamics.hpp"

// The identities of the dial, on random spectra of several shapes.

using namespace onedial;

namespace {

/// Twenty energies in [−5, 5]: spread evenly, crowded near the bottom, on a coarse lattice (ties), or half of
/// them far above the rest.
std::vector<double> random_energies(RandomStream& random, int shape) {
  std::vector<double> energies(20);
  for (double& energy : energies) {
    const double u = uniform01(random);
    switch (shape % 4) {
      case 0:
        energy = 10 * u - 5;
        break;
      case 1:
        energy = 10 * u * u * u - 5;
        break;
      case 2:
        energy = std::floor(10 * u) - 5;
        break;
      default:
        energy = u < 0.5 ? u - 5 : 4 + u;
        break;
    }
  }
  return energies;
}

double random_temperature(RandomStream& random) {
  return std::exp(std::log(0.05) + std::log(1000.0) * uniform01(random));  // 0.05 to 50
}

/// f′(t) by Richardson's extrapolation of central differences.
template <class Function>
double derivative(Function f, double t) {
  const auto central = [&](double h) { return (f(t + h) - f(t - h)) / (2 * h); };
  const double h = 1e-3 * t;
  return (4 * central(h / 2) - central(h)) / 3;
}

constexpr int trials = 100;

}  // namespace

TEST_CASE("F = <E> − TS = −T ln Z, and entropy is ln Z + <E>/T") {
  RandomStream random(41, 0);
  for (int trial = 0; trial < trials; ++trial) {
    const Spectrum spectrum(random_energies(random, trial));
    const double t = random_temperature(random);
    const Thermodynamics thermo = thermodynamics(spectrum, Temperature(t));
    const double size = std::abs(thermo.mean_energy) + t * thermo.entropy;
    CHECK(thermo.free_energy == Approx(thermo.mean_energy - t * thermo.entropy).margin(4e-16 * size));
    CHECK(thermo.free_energy == Approx(-t * thermo.log_z).epsilon(4e-15).margin(0));
    CHECK(thermo.entropy == Approx(thermo.log_z + thermo.mean_energy / t).margin(1e-15 * size / t));
  }
}

TEST_CASE("dF/dT = −S, d<E>/dT = C and dS/dT = C/T ≥ 0") {
  RandomStream random(42, 0);
  for (int trial = 0; trial < trials; ++trial) {
    const Spectrum spectrum(random_energies(random, trial));
    const double t = random_temperature(random);
    INFO("trial " << trial << ", T = " << t);
    const auto at = [&](double value) { return thermodynamics(spectrum, Temperature(value)); };
    const Thermodynamics here = at(t);
    CHECK(here.heat_capacity >= 0);
    CHECK(here.heat_capacity == Approx(here.energy_variance / (t * t)).epsilon(1e-15).margin(1e-300));
    CHECK(here.entropy_slope == Approx(here.heat_capacity / t).epsilon(1e-15).margin(1e-300));
    CHECK(derivative([&](double x) { return at(x).free_energy; }, t) ==
          Approx(-here.entropy).epsilon(1e-8).margin(1e-10));
    CHECK(derivative([&](double x) { return at(x).mean_energy; }, t) ==
          Approx(here.heat_capacity).epsilon(1e-8).margin(1e-10));
    CHECK(derivative([&](double x) { return at(x).entropy; }, t) ==
          Approx(here.entropy_slope).epsilon(1e-8).margin(1e-10));
  }
}

TEST_CASE("adding a constant to the energies moves <E> and F and nothing else") {
  RandomStream random(43, 0);
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> energies = random_energies(random, trial);
    for (double& energy : energies) {
      energy = std::round(energy * 0x1p30) * 0x1p-30;  // so that the shift is exact
    }
    const Temperature t(random_temperature(random));
    const double shift = std::floor(1000 * uniform01(random)) - 500;
    const Thermodynamics before = thermodynamics(Spectrum(energies), t);
    for (double& energy : energies) {
      energy += shift;
    }
    const Thermodynamics after = thermodynamics(Spectrum(energies), t);
    CHECK(after.entropy == before.entropy);
    CHECK(after.energy_variance == before.energy_variance);
    CHECK(after.heat_capacity == before.heat_capacity);
    CHECK(after.entropy_slope == before.entropy_slope);
    CHECK(after.mean_energy == Approx(before.mean_energy + shift).margin(1e-15 * std::abs(shift)));
    CHECK(after.free_energy == Approx(before.free_energy + shift).margin(1e-14 * std::abs(shift)));
  }
}

TEST_CASE("energies and temperature in other units give the same entropy") {
  RandomStream random(44, 0);
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> energies = random_energies(random, trial);
    const double t = random_temperature(random);
    const Thermodynamics before = thermodynamics(Spectrum(energies), Temperature(t));
    for (double& energy : energies) {
      energy *= 0x1p100;  // a power of two: exact
    }
    const Thermodynamics after = thermodynamics(Spectrum(energies), Temperature(t * 0x1p100));
    CHECK(after.entropy == before.entropy);
    CHECK(after.log_z == before.log_z);
    CHECK(after.heat_capacity == before.heat_capacity);
    CHECK(after.mean_energy == before.mean_energy * 0x1p100);
    CHECK(after.entropy_slope == before.entropy_slope * 0x1p-100);
  }
}

TEST_CASE("both ends of the dial are limits of what lies between") {
  RandomStream random(45, 0);
  for (int trial = 0; trial < trials; ++trial) {
    const Spectrum spectrum(random_energies(random, trial));
    const Thermodynamics zero = thermodynamics(spectrum, Temperature::zero());
    const Thermodynamics cold = thermodynamics(spectrum, Temperature(spectrum.first_gap() / 800));
    CHECK(cold.entropy == zero.entropy);
    CHECK(cold.mean_energy == zero.mean_energy);
    CHECK(zero.entropy == Approx(std::log(spectrum.ground_degeneracy())).margin(0));
    const Thermodynamics infinite = thermodynamics(spectrum, Temperature::infinite());
    const Thermodynamics hot = thermodynamics(spectrum, Temperature(1e12));
    CHECK(hot.entropy == Approx(infinite.entropy).epsilon(1e-15));
    CHECK(hot.energy_variance == Approx(infinite.energy_variance).epsilon(1e-10));
    CHECK(infinite.entropy == Approx(std::log(20.0)).epsilon(1e-15));
    // ln N − S → Var/(2T²) and Ē − ⟨E⟩ → Var/T.
    const DistanceToLimit distance = distance_to_infinity(spectrum, Temperature(1e12));
    CHECK(distance.entropy == Approx(infinite.energy_variance / 2e24).epsilon(1e-10).margin(0));
    CHECK(distance.energy == Approx(infinite.energy_variance / 1e12).epsilon(1e-10).margin(0));
  }
}

TEST_CASE("distances to the ends of the dial are what S and <E> lack") {
  RandomStream random(46, 0);
  for (int trial = 0; trial < trials; ++trial) {
    const Spectrum spectrum(random_energies(random, trial));
    const Temperature t(random_temperature(random));
    const Thermodynamics here = thermodynamics(spectrum, t);
    const Thermodynamics zero = thermodynamics(spectrum, Temperature::zero());
    const Thermodynamics infinite = thermodynamics(spectrum, Temperature::infinite());
    const DistanceToLimit below = distance_to_zero(spectrum, t);
    const DistanceToLimit above = distance_to_infinity(spectrum, t);
    CHECK(below.entropy == Approx(here.entropy - zero.entropy).margin(1e-14));
    CHECK(below.energy == Approx(here.mean_energy - zero.mean_energy).margin(1e-14));
    CHECK(above.entropy == Approx(infinite.entropy - here.entropy).margin(1e-14));
    CHECK(above.energy == Approx(infinite.mean_energy - here.mean_energy).margin(1e-14));
  }
  const DistanceToLimit frozen = distance_to_infinity(Spectrum({1, 1, 3, 7}), Temperature::zero());
  CHECK(frozen.entropy == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(frozen.energy == 2);
}

TEST_CASE("the integral of C/T over all T is S(∞) − S(0)") {
  RandomStream random(47, 0);
  for (int trial = 0; trial < 8; ++trial) {
    const Spectrum spectrum(random_energies(random, trial));
    // In ln T the integrand is C, which vanishes faster than exponentially at one end and as T⁻² at the
    // other: the trapezoidal rule converges faster than any power of its step.
    const double coldest = std::log(spectrum.first_gap() / 100);
    const double hottest = std::log(1e8);
    constexpr int steps = 2000;
    const double step = (hottest - coldest) / steps;
    double integral = 0;
    for (int i = 0; i < steps; ++i) {
      integral += step * thermodynamics(spectrum, Temperature(std::exp(coldest + i * step))).heat_capacity;
    }
    CHECK(integral == Approx(std::log(20.0 / spectrum.ground_degeneracy())).epsilon(1e-10));
  }
}
