#include "onedial/core/thermodynamics.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "catch.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/random.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> logits_of(const nlohmann::json& list) {
  std::vector<double> logits;
  for (const auto& value : list) {
    logits.push_back(value.is_string() ? -infinity : value.get<double>());
  }
  return logits;
}

/// The margin spares weights below e^−460, which feel that the file's decimal T and the nearest double are
/// not the same number.
void check_close(double value, const nlohmann::json& exact) {
  CHECK(value == Approx(exact.get<double>()).epsilon(4e-15).margin(1e-200));
}

}  // namespace

TEST_CASE("thermodynamics of logits agree with 60-digit values") {
  const auto data = reference::load("softmax.json");
  REQUIRE(data["cases"].size() == 9);
  for (const auto& entry : data["cases"]) {
    INFO(entry["name"].get<std::string>());
    const Spectrum spectrum = Spectrum::from_logits(logits_of(entry["logits"]));
    CHECK(spectrum.state_count() == entry["n_alive"].get<double>());
    CHECK(spectrum.ground_degeneracy() == entry["ground_degeneracy"].get<double>());
    for (const auto& row : entry["T"]) {
      INFO("T = " << row["T"].get<double>());
      const Temperature t(row["T"].get<double>());
      const Thermodynamics thermo = thermodynamics(spectrum, t);
      check_close(thermo.log_z, row["logZ"]);
      check_close(thermo.mean_energy, row["E"]);
      check_close(thermo.free_energy, row["F"]);
      check_close(thermo.entropy, row["S"]);
      check_close(thermo.energy_variance, row["varE"]);
      check_close(thermo.heat_capacity, row["C"]);
      check_close(thermo.entropy_slope, row["dSdT"]);
      const std::vector<double> p = boltzmann_probabilities(spectrum, t);
      for (std::size_t i = 0; i < p.size(); ++i) {
        check_close(p[i], row["p"][i]);
      }
    }
  }
}

TEST_CASE("T = 0 is uniform over the ground states, T = ∞ over all finite energies") {
  const Spectrum spectrum({2.0, -1.0, infinity, -1.0, 5.0});
  const auto cold = boltzmann_probabilities(spectrum, Temperature::zero());
  CHECK(cold == std::vector<double>{0, 0.5, 0, 0.5, 0});
  const Thermodynamics frozen = thermodynamics(spectrum, Temperature::zero());
  CHECK(frozen.entropy == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(frozen.mean_energy == -1.0);
  CHECK(frozen.free_energy == -1.0);
  CHECK(frozen.heat_capacity == 0.0);
  CHECK(frozen.entropy_slope == 0.0);
  CHECK(frozen.log_z == infinity);

  const auto hot = boltzmann_probabilities(spectrum, Temperature::infinite());
  CHECK(hot == std::vector<double>{0.25, 0.25, 0, 0.25, 0.25});
  const Thermodynamics boiling = thermodynamics(spectrum, Temperature::infinite());
  CHECK(boiling.entropy == Approx(std::log(4.0)).epsilon(1e-15));
  CHECK(boiling.log_z == Approx(std::log(4.0)).epsilon(1e-15));
  CHECK(boiling.mean_energy == Approx(1.25).epsilon(1e-15));
  CHECK(boiling.energy_variance == Approx(6.1875).epsilon(1e-15));
  CHECK(boiling.heat_capacity == 0.0);
  CHECK(boiling.free_energy == -infinity);

  const Thermodynamics single = thermodynamics(Spectrum({3.0}), Temperature::infinite());
  CHECK(single.free_energy == 3.0);
  CHECK(single.entropy == 0.0);
}

TEST_CASE("degeneracies count states") {
  const Spectrum folded({0.0, 1.0, 2.5}, {2.0, 3.0, 1.0});
  const Spectrum listed({0.0, 0.0, 1.0, 1.0, 1.0, 2.5});
  for (const double value : {0.0, 0.1, 1.0, 30.0, infinity}) {
    const Thermodynamics a = thermodynamics(folded, Temperature(value));
    const Thermodynamics b = thermodynamics(listed, Temperature(value));
    CHECK(a.log_z == Approx(b.log_z).epsilon(1e-15));
    CHECK(a.mean_energy == Approx(b.mean_energy).epsilon(1e-15));
    CHECK(a.heat_capacity == Approx(b.heat_capacity).epsilon(1e-14).margin(1e-300));
  }
  CHECK(thermodynamics(Spectrum({-7.0, 1.0}, {0.0, 1.0}), Temperature(1.0)).mean_energy == 1.0);
}

TEST_CASE("the identities of the dial hold on random spectra") {
  RandomStream random(11, 0);
  for (int trial = 0; trial < 50; ++trial) {
    std::vector<double> energies(20);
    for (double& energy : energies) {
      energy = 10 * uniform01(random) - 5;
    }
    const Spectrum spectrum(energies);
    const double t = 0.05 + 5 * uniform01(random);
    const Thermodynamics thermo = thermodynamics(spectrum, Temperature(t));
    CHECK(thermo.free_energy == Approx(thermo.mean_energy - t * thermo.entropy).epsilon(1e-12));
    CHECK(thermo.free_energy == Approx(-t * thermo.log_z).epsilon(1e-12));
    CHECK(thermo.entropy_slope == Approx(thermo.heat_capacity / t).epsilon(1e-14));
    CHECK(thermo.entropy == Approx(entropy_nats(boltzmann_probabilities(spectrum, Temperature(t)))));
    const double h = 1e-4 * t;
    const Thermodynamics above = thermodynamics(spectrum, Temperature(t + h));
    const Thermodynamics below = thermodynamics(spectrum, Temperature(t - h));
    CHECK((above.mean_energy - below.mean_energy) / (2 * h) ==
          Approx(thermo.heat_capacity).epsilon(1e-5).margin(1e-9));
    CHECK((above.free_energy - below.free_energy) / (2 * h) ==
          Approx(-thermo.entropy).epsilon(1e-5).margin(1e-9));
    CHECK((above.entropy - below.entropy) / (2 * h) ==
          Approx(thermo.entropy_slope).epsilon(1e-5).margin(1e-9));
  }
}

TEST_CASE("bad spectra are refused with the index of what is wrong") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(Spectrum({1.0, nan}), ContainsSubstring("energy 1 is NaN"));
  CHECK_THROWS_WITH(Spectrum({1.0, 2.0, -infinity}), ContainsSubstring("energy 2 is -inf"));
  CHECK_THROWS_WITH(Spectrum(std::vector<double>{}), ContainsSubstring("no state of finite energy"));
  CHECK_THROWS_WITH(Spectrum({infinity, infinity}), ContainsSubstring("no state of finite energy"));
  CHECK_THROWS_WITH(Spectrum({1.0}, {1.0, 2.0}), ContainsSubstring("1 energies but 2 degeneracies"));
  CHECK_THROWS_WITH(Spectrum({1.0}, {-1.0}), ContainsSubstring("degeneracy 0"));
  CHECK_THROWS_WITH(Spectrum({1.0}, {0.0}), ContainsSubstring("no state of finite energy"));
}

TEST_CASE("entropy, bits, perplexity and surprise are one quantity in four units") {
  const std::vector<double> p = {0.5, 0.25, 0.25, 0.0};
  const double nats = entropy_nats(p);
  CHECK(nats == Approx(1.5 * std::log(2.0)).epsilon(1e-15));
  CHECK(bits_from_nats(nats) == Approx(1.5).epsilon(1e-15));
  CHECK(perplexity(nats) == Approx(std::exp2(1.5)).epsilon(1e-15));
  CHECK(surprise_nats(0.25) == Approx(std::log(4.0)).epsilon(1e-15));
  CHECK(surprise_nats(0.0) == infinity);
  CHECK(entropy_nats(std::vector<double>{1.0}) == 0.0);
  CHECK_THROWS_AS(entropy_nats(std::vector<double>{-0.1}), std::invalid_argument);
}
