#include "onedial/measure/thermometer.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "onedial/core/temperature.hpp"
#include "series.hpp"

using namespace onedial;

namespace {

std::vector<Temperature> temperatures(std::initializer_list<double> values) {
  std::vector<Temperature> result;
  for (const double value : values) {
    result.emplace_back(value);
  }
  return result;
}

/// Energies with ⟨E⟩ = aT² and Var(E) = 2aT³, which is what makes them a heat capacity: dE/dT = Var/T².
/// `excess` multiplies the spread, as in replicas that sit in valleys of their own.
void feed(Thermometer& thermometer, Index sweeps, double phi, std::uint64_t seed, double excess = 1) {
  constexpr Index replicas = 4;
  for (std::size_t k = 0; k < thermometer.temperatures().size(); ++k) {
    const double t = thermometer.temperatures()[k].value();
    RandomStream random(seed, k);
    std::vector<std::vector<double>> series;
    for (Index r = 0; r < replicas; ++r) {
      series.push_back(series::ar1(random, phi, sweeps));
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(sweeps); ++i) {
      std::vector<double> energies;
      for (const auto& of_replica : series) {
        energies.push_back(1000 + 3 * t * t + excess * std::sqrt(6 * t * t * t) * of_replica[i]);
      }
      thermometer.add(static_cast<Index>(k), energies);
    }
  }
}

}  // namespace

TEST_CASE("what rounding does to an energy is no event") {
  Thermometer thermometer(temperatures({1, 2}));
  for (int sweep = 0; sweep < 100; ++sweep) {
    const bool is_odd = sweep % 2 == 1;
    thermometer.add(0, std::vector{-10.3, is_odd ? std::nextafter(-10.3, 0) : -10.3});
    thermometer.add(1, std::vector{-10.3, is_odd ? -10.3 + 1e-6 : -10.3});
  }
  const auto readings = thermometer.readings();
  CHECK_FALSE(readings[0].has_events);
  CHECK(readings[1].has_events);
}

TEST_CASE("the error of the slope holds what finite differences miss") {
  // ⟨E⟩ = T⁴ and Var(E) = 4T⁵ without noise: only the differences are off.
  for (const auto& ladder : {temperatures({1, 1.5, 2}), temperatures({1, 1.3, 1.6, 2, 2.5}),
                             temperatures({0.5, 1, 1.7, 2.1, 5, 9})}) {
    Thermometer thermometer(ladder);
    for (std::size_t k = 0; k < ladder.size(); ++k) {
      const double t = ladder[k].value();
      const double sigma = std::sqrt(4 * std::pow(t, 5));
      for (int sweep = 0; sweep < 64; ++sweep) {
        const double distance = sweep % 2 == 0 ? sigma : -sigma;
        thermometer.add(static_cast<Index>(k),
                        std::vector{std::pow(t, 4) - distance, std::pow(t, 4) + distance});
      }
    }
    Index slopes = 0;
    for (const ThermometerReading& reading : thermometer.readings()) {
      if (reading.energy_slope) {
        const double miss = std::abs(*reading.energy_slope - 4 * std::pow(reading.temperature.value(), 3));
        INFO(reading.temperature.value());
        CHECK(miss <= 1.5 * reading.energy_slope_error);
        CHECK(reading.energy_slope_error < reading.heat_capacity);
        ++slopes;
      }
    }
    CHECK(slopes > 0);
  }
}

TEST_CASE("the mean energy, C, its slope and the memory of a series are read off within their errors") {
  Thermometer thermometer(temperatures({0.8, 1.0, 1.3, 1.5}));
  const double tau = 4;
  feed(thermometer, 40'000, series::phi_of_tau(tau), 1);
  const auto readings = thermometer.readings();
  REQUIRE(readings.size() == 4);
  for (const ThermometerReading& reading : readings) {
    const double t = reading.temperature.value();
    INFO("T = " << t);
    CHECK(reading.samples == 160'000);
    CHECK(reading.has_events);
    CHECK(reading.is_long_enough);
    CHECK(reading.in_equilibrium == true);
    CHECK(reading.tau == Approx(tau).epsilon(0.4));
    CHECK(reading.effective_samples == Approx(160'000 / (2 * reading.tau)));
    CHECK(std::abs(reading.mean_energy - (1000 + 3 * t * t)) < 5 * reading.mean_energy_error);
    CHECK(reading.mean_energy_error == Approx(std::sqrt(6 * t * t * t * 2 * tau / 160'000)).epsilon(0.2));
    CHECK(std::abs(reading.heat_capacity - 6 * t) < 5 * reading.heat_capacity_error);
    // Of a normal AR(1) series (x − x̄)² has the memory of φ².
    const double tau_of_squares =
        (1 + std::pow(series::phi_of_tau(tau), 2)) / (2 * (1 - std::pow(series::phi_of_tau(tau), 2)));
    CHECK(reading.heat_capacity_error ==
          Approx(6 * t * std::sqrt(2.0 * 2 * tau_of_squares / 160'000)).epsilon(0.5));
  }
  CHECK_FALSE(readings.front().energy_slope.has_value());
  CHECK_FALSE(readings.back().energy_slope.has_value());
  for (std::size_t k : {1U, 2U}) {
    REQUIRE(readings[k].energy_slope.has_value());
    CHECK(std::abs(*readings[k].energy_slope - 6 * readings[k].temperature.value()) <
          5 * readings[k].energy_slope_error);  // a parabola is exact for T²
  }
}

TEST_CASE("errors of E and of C cover the truth as often as they promise, for short and long memories") {
  constexpr int trials = 300;
  for (const double tau : {0.5, 3.0, 20.0}) {
    int energy_within = 0;
    int energy_within_two = 0;
    int capacity_within = 0;
    for (std::uint64_t trial = 0; trial < trials; ++trial) {
      Thermometer thermometer(temperatures({1.0}));
      feed(thermometer, static_cast<Index>(2000 * std::max(tau, 1.0) / 4), series::phi_of_tau(tau),
           1000 * static_cast<std::uint64_t>(tau * 2) + trial);
      const ThermometerReading reading = thermometer.readings()[0];
      const double energy_off = std::abs(reading.mean_energy - 1003) / reading.mean_energy_error;
      energy_within += energy_off < 1 ? 1 : 0;
      energy_within_two += energy_off < 1.96 ? 1 : 0;
      capacity_within += std::abs(reading.heat_capacity - 6) < reading.heat_capacity_error ? 1 : 0;
    }
    INFO("tau = " << tau);
    const auto near = [](int count, double probability) {
      return std::abs(count - probability * trials) < 5 * std::sqrt(probability * (1 - probability) * trials);
    };
    CHECK(near(energy_within, 0.683));
    CHECK(near(energy_within_two, 0.95));
    CHECK(near(capacity_within, 0.683));
  }
}

TEST_CASE("replicas that do not relax are found out: their spread is no heat capacity") {
  Thermometer frozen(temperatures({0.8, 1.0, 1.2}));
  feed(frozen, 4000, 0.5, 3, 1.3);
  for (const ThermometerReading& reading : frozen.readings()) {
    CHECK(reading.in_equilibrium == false);
    CHECK(reading.is_out_of_equilibrium());
  }
}

TEST_CASE("where nothing moved there are no events, and no error is claimed") {
  Thermometer thermometer(temperatures({0.1, 1.0, 2.0}));
  for (int sweep = 0; sweep < 100; ++sweep) {
    thermometer.add(0, std::vector<double>{-5, -5});
    thermometer.add(1, std::vector<double>{sweep % 2 == 0 ? 1.0 : 2.0, 1.0});
    thermometer.add(2, std::vector<double>{sweep % 2 == 0 ? 1.0 : 3.0, 1.0});
  }
  const auto readings = thermometer.readings();
  CHECK_FALSE(readings[0].has_events);
  CHECK(readings[0].mean_energy == -5);
  CHECK(readings[0].effective_samples == 0);
  CHECK(readings[1].has_events);
}

TEST_CASE("replicas stuck in different states are no events either") {
  Thermometer thermometer(temperatures({0.1, 1.0, 2.0}));
  for (int sweep = 0; sweep < 100; ++sweep) {
    thermometer.add(0, std::vector<double>{-5, -3, -3, -1});
    for (const Index level : {1, 2}) {
      thermometer.add(level, std::vector<double>{sweep % 3 == 0 ? 1.0 : 2.0, 1.0, 1.0, 1.0});
    }
  }
  const auto readings = thermometer.readings();
  CHECK_FALSE(readings[0].has_events);
  CHECK(readings[0].mean_energy == -3);
  CHECK(readings[0].heat_capacity == 0);
  CHECK(readings[0].effective_samples == 0);
  // Nothing can be said of the integral over a temperature without events.
  CHECK_FALSE(readings[0].in_equilibrium.has_value());
  CHECK_FALSE(readings[1].in_equilibrium.has_value());
  CHECK(readings[1].has_events);
}

TEST_CASE("equilibrium is left open where temperatures are too few or too far apart to tell") {
  Thermometer two(temperatures({0.6, 3.0}));
  feed(two, 1000, 0.5, 6);
  for (const ThermometerReading& reading : two.readings()) {
    CHECK_FALSE(reading.in_equilibrium.has_value());
    CHECK_FALSE(reading.is_out_of_equilibrium());
  }
  // ⟨E⟩ = 100/(1 + e^{−4(T − 2)}) with its own Var(E): a transition between the two coldest.
  Thermometer coarse(temperatures({0.6, 3.0, 3.5}));
  for (Index k = 0; k < 3; ++k) {
    const double t = coarse.temperatures()[static_cast<std::size_t>(k)].value();
    const double share = 1 / (1 + std::exp(-4 * (t - 2)));
    RandomStream random(8, static_cast<std::uint64_t>(k));
    for (int sweep = 0; sweep < 4000; ++sweep) {
      coarse.add(k, std::vector<double>{100 * share +
                                        t * std::sqrt(400 * share * (1 - share)) * series::normal(random)});
    }
  }
  for (const ThermometerReading& reading : coarse.readings()) {
    CHECK(reading.has_events);
    CHECK_FALSE(reading.in_equilibrium.has_value());
  }
}

TEST_CASE("a series that swings to and fro has an error, and a rejected sample leaves no trace") {
  Thermometer thermometer(temperatures({1.0}));
  CHECK_THROWS_AS(thermometer.add(0, std::vector<double>{NAN, 1.0, 2.0}), std::invalid_argument);
  constexpr int sweeps = 1024;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    thermometer.add(0, std::vector<double>{sweep % 2 == 0 ? -1.0 : 1.0});
  }
  const ThermometerReading reading = thermometer.readings()[0];
  CHECK(reading.samples == sweeps);
  CHECK(reading.mean_energy == 0);
  CHECK(reading.mean_energy_error == Approx(1.0 / sweeps).epsilon(1e-2));
  CHECK(std::isfinite(reading.effective_samples));
  CHECK(reading.energy_variance == Approx(1).epsilon(1e-9));
}

TEST_CASE("a series shorter than its memory says so") {
  Thermometer thermometer(temperatures({1.0}));
  feed(thermometer, 300, series::phi_of_tau(300), 4);
  CHECK_FALSE(thermometer.readings()[0].is_long_enough);
}

TEST_CASE("T = infinity is a temperature like any other: no heat capacity, but a variance") {
  Thermometer thermometer({Temperature(2), Temperature(10), Temperature::infinite()});
  RandomStream random(5, 0);
  for (Index k = 0; k < 3; ++k) {
    for (int sweep = 0; sweep < 1000; ++sweep) {
      thermometer.add(k, std::vector<double>{series::normal(random)});
    }
  }
  const auto readings = thermometer.readings();
  CHECK(readings[2].heat_capacity == 0);
  CHECK(readings[2].energy_variance == Approx(1).epsilon(0.2));
  CHECK_FALSE(readings[1].energy_slope.has_value());
  CHECK_FALSE(readings[2].energy_slope.has_value());
}

TEST_CASE("a thermometer refuses what makes no sense") {
  CHECK_THROWS_WITH(Thermometer(temperatures({0.0, 1.0})), ContainsSubstring("T = 0"));
  CHECK_THROWS_WITH(Thermometer(temperatures({1.0, 1.0})), ContainsSubstring("must rise"));
  CHECK_THROWS_AS(Thermometer({}), std::invalid_argument);
  Thermometer thermometer(temperatures({1.0}));
  CHECK_THROWS_AS(thermometer.readings(), std::logic_error);
  thermometer.add(0, std::vector<double>{1.0, 2.0});
  CHECK_THROWS_AS(thermometer.add(0, std::vector<double>{1.0}), std::invalid_argument);
  CHECK_THROWS_AS(thermometer.add(0, std::vector<double>{}), std::invalid_argument);
  CHECK_THROWS_AS(thermometer.add(0, std::vector<double>{1.0, HUGE_VAL}), std::invalid_argument);
  CHECK_THROWS_AS(thermometer.add(1, std::vector<double>{1.0, 2.0}), std::out_of_range);
}
