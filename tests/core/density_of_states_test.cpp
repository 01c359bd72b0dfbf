#include "onedial/core/density_of_states.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/core/curve_maxima.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Spectrum random_spectrum() {
  RandomStream random(3, 0);
  std::vector<double> energies;
  for (int i = 0; i < 200; ++i) {
    energies.push_back(std::floor(40 * uniform01(random)) / 4 - 3);  // many of them coincide
  }
  return Spectrum(std::move(energies));
}

/// N independent spins in a field h = 1: E = N − 2k for k of them down.
DensityOfStates independent_spins(int count) {
  std::vector<double> energies;
  std::vector<double> log_states;
  for (int k = 0; k <= count; ++k) {
    energies.push_back(count - 2 * k);
    log_states.push_back(std::lgamma(count + 1.0) - std::lgamma(k + 1.0) - std::lgamma(count - k + 1.0));
  }
  return DensityOfStates(energies, log_states);
}

void check_same(const Thermodynamics& a, const Thermodynamics& b) {
  const auto close = [](double value, double expected) {
    return value == expected || std::abs(value - expected) <= 1e-12 * (1 + std::abs(expected));
  };
  CHECK(close(a.log_z, b.log_z));
  CHECK(close(a.mean_energy, b.mean_energy));
  CHECK(close(a.energy_variance, b.energy_variance));
  CHECK(close(a.entropy, b.entropy));
  CHECK(close(a.free_energy, b.free_energy));
  CHECK(close(a.heat_capacity, b.heat_capacity));
  CHECK(close(a.entropy_slope, b.entropy_slope));
}

}  // namespace

TEST_CASE("a density of states has the thermodynamics of the spectrum it stands for, both ends included") {
  const Spectrum spectrum = random_spectrum();
  const DensityOfStates states(spectrum);
  CHECK(states.size() < 45);
  CHECK(states.log_state_count() == Approx(std::log(200.0)));
  for (const double t : {0.0, 0.05, 0.4, 1.0, 3.0, 100.0, infinity}) {
    INFO("T = " << t);
    check_same(thermodynamics(states, Temperature(t)), thermodynamics(spectrum, Temperature(t)));
  }
}

TEST_CASE("degeneracies beyond the range of a double cost few digits") {
  constexpr int spins = 1500;  // 2^1500 states
  const DensityOfStates states = independent_spins(spins);
  CHECK(states.log_state_count() == Approx(spins * std::log(2.0)).epsilon(1e-14));
  for (const double t : {0.3, 1.0, 5.0}) {
    INFO("T = " << t);
    const Thermodynamics at = thermodynamics(states, Temperature(t));
    CHECK(at.log_z == Approx(spins * std::log(2 * std::cosh(1 / t))).epsilon(1e-13));
    CHECK(at.mean_energy == Approx(-spins * std::tanh(1 / t)).epsilon(1e-11));
    CHECK(at.heat_capacity == Approx(spins / std::pow(t * std::cosh(1 / t), 2)).epsilon(1e-9));
  }
  const auto peaks = heat_capacity_peaks(states);
  REQUIRE(peaks.size() == 1);
  CHECK(peaks[0].temperature.value() == Approx(0.8335565596009648).epsilon(1e-7));  // as of one spin
  CHECK(peaks[0].value == Approx(spins * 0.43922883989064515).epsilon(1e-10));
}

TEST_CASE("peaks are those of the spectrum") {
  const Spectrum spectrum({0, 1, 30}, {1, 3, 1e6});
  const DensityOfStates states(spectrum);
  for (const auto& [found, exact] : {std::pair(heat_capacity_peaks(states), heat_capacity_peaks(spectrum)),
                                     std::pair(entropy_slope_peaks(states), entropy_slope_peaks(spectrum))}) {
    REQUIRE(exact.size() == 2);
    REQUIRE(found.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(found[i].temperature.value() == Approx(exact[i].temperature.value()).epsilon(1e-7));
      CHECK(found[i].value == Approx(exact[i].value).epsilon(1e-12));
    }
  }
  CHECK(heat_capacity_peaks(DensityOfStates({1}, {0})).empty());
}

TEST_CASE("levels are sorted, those of one energy joined, and what is no state is left out") {
  const DensityOfStates states({2, -1, 2, 5}, {std::log(3.0), 0, std::log(4.0), -infinity});
  REQUIRE(states.size() == 2);
  CHECK(states.energies()[0] == -1);
  CHECK(states.log_states()[1] == Approx(std::log(7.0)));
}

TEST_CASE("a density of states refuses what is none") {
  CHECK_THROWS_WITH(DensityOfStates({1, 2}, {0}), ContainsSubstring("2 energies need as many ln g, not 1"));
  CHECK_THROWS_WITH(DensityOfStates({1, infinity}, {0, 0}), ContainsSubstring("level 1"));
  CHECK_THROWS_WITH(DensityOfStates({1}, {infinity}), ContainsSubstring("level 0"));
  CHECK_THROWS_WITH(DensityOfStates({1}, {-infinity}), ContainsSubstring("at least one state"));
}

TEST_CASE("maxima of a curve are found between its ends, to 8 digits") {
  const auto curve = [](Temperature t) { return std::sin(t.value()); };
  const auto maxima = curve_maxima(curve, Temperature(0.1), Temperature(10), 100);
  REQUIRE(maxima.size() == 2);
  CHECK(maxima[0].temperature.value() == Approx(std::acos(0.0)).epsilon(1e-7));
  CHECK(maxima[1].temperature.value() == Approx(5 * std::acos(0.0)).epsilon(1e-7));
  CHECK(maxima[1].value == Approx(1));
  CHECK_THROWS_WITH(curve_maxima(curve, Temperature(2), Temperature(1), 10),
                    ContainsSubstring("coldest (2)"));
  CHECK_THROWS_WITH(curve_maxima(curve, Temperature(1), Temperature(2), 1), ContainsSubstring("2 steps"));
}
