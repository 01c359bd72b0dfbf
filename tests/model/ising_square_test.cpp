#include "onedial/model/ising_square.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <stdexcept>
#include <string>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/ising_square_states.hpp"
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

TEST_CASE("square lattices are exact far below the transition, where excitations are e to the -8/T") {
  for (const Index length : {2, 3, 4, 8}) {
    const DensityOfStates states = ising_square_density(length);
    double colder = 0;
    for (const double t : {0.012, 0.02, 0.05, 0.07, 0.0999, 0.1001, 0.12, 0.2}) {
      INFO("L " << length << ", T " << t);
      const Thermodynamics exact = ising_square(length, Temperature(t));
      const Thermodynamics counted = thermodynamics(states, Temperature(t));
      CHECK(exact.heat_capacity == Approx(counted.heat_capacity).epsilon(1e-10));
      CHECK(exact.heat_capacity > colder);
      CHECK(exact.mean_energy == Approx(counted.mean_energy).epsilon(1e-14));
      // What is counted has the digits of its largest term.
      CHECK(exact.entropy == Approx(counted.entropy).epsilon(1e-12).margin(1e-14 * exact.log_z));
      CHECK(exact.log_z == Approx(counted.log_z).epsilon(1e-14));
      colder = exact.heat_capacity;
    }
  }
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

TEST_CASE("integer densities of states are those of the reference") {
  const auto sizes = reference::load("ising2d.json")["sizes"];
  for (const Index length : {2, 4, 8}) {
    INFO("L " << length);
    std::vector<std::string> counts;
    for (const auto& count : ising_square_states(length)) {
      counts.push_back(count.str());
    }
    const auto& reference = sizes[std::to_string(length)];
    CHECK(counts == reference["dos"].get<std::vector<std::string>>());
    CHECK(reference["dos_E_first"] == -2 * length * length);
    CHECK(reference["dos_E_step"] == 4);
  }
}

TEST_CASE("integer densities of states are those of enumerated lattices, of odd length too") {
  for (const Index length : {2, 3, 4}) {
    INFO("L " << length);
    std::map<double, double> enumerated;
    for (const double energy :
         enumerate(std::make_shared<const PairwiseModel>(ising_lattice({.length = length})))) {
      ++enumerated[energy];
    }
    std::map<double, double> counted;
    double energy = -2 * static_cast<double>(length * length);
    for (const auto& count : ising_square_states(length)) {
      if (count != 0) {
        counted[energy] = static_cast<double>(count);
      }
      energy += 4;
    }
    CHECK(counted == enumerated);
  }
}

TEST_CASE("integer densities of states add up, and are symmetric where the lattice has two colours") {
  for (Index length = 2; length <= 17; ++length) {
    INFO("L " << length);
    const auto states = ising_square_states(length);
    const Index sites = length * length;
    boost::multiprecision::cpp_int sum = 0;
    for (const auto& count : states) {
      sum += count;
    }
    CHECK(sum == boost::multiprecision::cpp_int(1) << static_cast<unsigned>(sites));
    CHECK(states.front() == 2);
    CHECK(states.back() >= 2);
    // One spin that differs from all others breaks four bonds, two neighbours six.
    if (length > 4) {
      CHECK(states.at(2) == 2 * sites);
      CHECK(states.at(3) == 4 * sites);
    }
    if (length % 2 == 0) {
      CHECK(std::equal(states.begin(), states.end(), states.rbegin(), states.rend()));
    }
  }
  CHECK_THROWS_WITH(ising_square_states(1), ContainsSubstring("length 1; at least 2 is needed"));
}

TEST_CASE("densities of states have the thermodynamics of Kaufman's formula") {
  for (const Index length : {7, 16}) {
    const DensityOfStates states = ising_square_density(length);
    CHECK(states.log_state_count() ==
          Approx(static_cast<double>(length * length) * std::numbers::ln2).epsilon(1e-14));
    for (const double t : {0.6, 1.0, 1.7, 2.269185314213022, 2.6, 4.0, 50.0}) {
      INFO("L " << length << ", T " << t);
      const Thermodynamics exact = ising_square(length, Temperature(t));
      const Thermodynamics counted = thermodynamics(states, Temperature(t));
      CHECK(counted.log_z == Approx(exact.log_z).epsilon(1e-13));
      CHECK(counted.mean_energy == Approx(exact.mean_energy).epsilon(1e-12));
      CHECK(counted.heat_capacity == Approx(exact.heat_capacity).epsilon(1e-11));
      CHECK(counted.entropy == Approx(exact.entropy).epsilon(1e-11));
    }
  }
  const auto peaks = heat_capacity_peaks(ising_square_density(8));
  const auto exact = reference::load("ising2d.json")["sizes"]["8"]["C_peak"];
  REQUIRE(peaks.size() == 1);
  CHECK(peaks[0].temperature.value() == Approx(exact["T"].get<double>()).epsilon(1e-7));
  CHECK(peaks[0].value == Approx(64 * exact["C_N"].get<double>()).epsilon(1e-12));
}
