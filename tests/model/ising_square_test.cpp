#include "onedial/model/ising_square.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"

using namespace onedial;

TEST_CASE("finite square lattices have the thermodynamics of their integer densities of states") {
  const auto sizes = reference::load("ising2d.json")["sizes"];
  for (const Index length : {2, 4, 8}) {
    const auto& reference = sizes[std::to_string(length)];
    const double sites = reference["N"];
    for (const auto& row : reference["table"]) {
      const double t = row["T"];
      INFO("L " << length << ", T " << t);
      const Thermodynamics exact = ising_square(length, Temperature(t));
      CHECK(exact.log_z == Approx(row["lnZ"].get<double>()).epsilon(1e-14));
      CHECK(exact.mean_energy == Approx(sites * row["E_N"].get<double>()).epsilon(1e-14));
      CHECK(exact.energy_variance == Approx(row["varE"].get<double>()).epsilon(1e-12));
      CHECK(exact.heat_capacity == Approx(sites * row["C_N"].get<double>()).epsilon(1e-12));
      CHECK(exact.entropy == Approx(sites * row["S_N"].get<double>()).epsilon(1e-12));
      CHECK(exact.free_energy == Approx(sites * row["F_N"].get<double>()).epsilon(1e-14));
      CHECK(exact.entropy_slope == exact.heat_capacity / t);
    }
  }
}

TEST_CASE("the square lattice at both ends of the dial") {
  const Thermodynamics frozen = ising_square(16, Temperature::zero());
  CHECK(frozen.mean_energy == -512);
  CHECK(frozen.entropy == std::numbers::ln2);
  CHECK(frozen.heat_capacity == 0);
  const Thermodynamics hot = ising_square(16, Temperature::infinite());
  CHECK(hot.mean_energy == 0);
  CHECK(hot.energy_variance == 512);
  CHECK(hot.entropy == Approx(256 * std::numbers::ln2).epsilon(1e-15));
  // The formulas of the ends continue Kaufman's.
  CHECK(ising_square(4, Temperature(0.0101)).entropy == Approx(std::numbers::ln2).epsilon(1e-12));
  CHECK(ising_square(4, Temperature(0.9e9)).mean_energy == Approx(-32 / 0.9e9).epsilon(1e-8));
  CHECK(ising_square(4, Temperature(0.9e9)).energy_variance == Approx(32).epsilon(1e-8));
  CHECK_THROWS_AS(ising_square(1, Temperature(1)), std::invalid_argument);
}

TEST_CASE("the infinite lattice is Onsager's") {
  const auto reference = reference::load("ising2d.json")["onsager_infinite"];
  for (const auto& row : reference["table"]) {
    const double t = row["T"];
    INFO("T " << t);
    const Thermodynamics site = onsager(Temperature(t));
    CHECK(site.log_z == Approx(row["lnZ_N"].get<double>()).epsilon(1e-12));
    CHECK(site.mean_energy == Approx(row["E_N"].get<double>()).epsilon(1e-12));
    CHECK(site.heat_capacity == Approx(row["C_N"].get<double>()).epsilon(1e-9).margin(1e-11));
    CHECK(site.entropy == Approx(row["S_N"].get<double>()).margin(1e-12));
  }
  const Thermodynamics critical = onsager(Temperature(ising_square_critical_temperature));
  CHECK(critical.mean_energy == Approx(-std::numbers::sqrt2).epsilon(1e-12));
  CHECK(critical.log_z == Approx(reference["at_Tc"]["lnZ_N"].get<double>()).epsilon(1e-12));
  CHECK(critical.heat_capacity == std::numeric_limits<double>::infinity());
  CHECK(onsager(Temperature::zero()).entropy == 0);
  CHECK(onsager(Temperature::infinite()).entropy == std::numbers::ln2);
}

TEST_CASE("large lattices are those of the infinite one away from the transition") {
  for (const double t : {1.5, 3.5}) {
    const Thermodynamics finite = ising_square(64, Temperature(t));
    CHECK(finite.mean_energy / 4096 == Approx(onsager(Temperature(t)).mean_energy).epsilon(1e-10));
    CHECK(finite.heat_capacity / 4096 == Approx(onsager(Temperature(t)).heat_capacity).epsilon(1e-8));
  }
}
