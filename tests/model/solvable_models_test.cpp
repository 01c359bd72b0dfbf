#include "onedial/model/solvable_models.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/spin_glass.hpp"

using namespace onedial;

namespace {

void check_row(const DensityOfStates& states, const nlohmann::json& row) {
  const double units = row["N"];
  INFO("N " << units << ", h " << row["h"] << ", T " << row["T"]);
  const Thermodynamics exact = thermodynamics(states, Temperature(row["T"].get<double>()));
  CHECK(states.log_state_count() == Approx(units * std::log(2.0)).epsilon(1e-14));
  CHECK(exact.log_z == Approx(row["lnZ"].get<double>()).epsilon(1e-13));
  CHECK(exact.mean_energy == Approx(units * row["E_N"].get<double>()).epsilon(1e-12));
  CHECK(exact.heat_capacity == Approx(units * row["C_N"].get<double>()).epsilon(1e-10));
  CHECK(exact.entropy == Approx(units * row["S_N"].get<double>()).epsilon(1e-10).margin(1e-12));
  CHECK(exact.free_energy == Approx(units * row["F_N"].get<double>()).epsilon(1e-13));
}

void check_peaks(const std::vector<Peak>& peaks, double units, const nlohmann::json& expected,
                 const char* value) {
  REQUIRE(peaks.size() == expected.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    CHECK(peaks[i].temperature.value() == Approx(expected[i]["T"].get<double>()).epsilon(1e-7));
    CHECK(peaks[i].value == Approx(units * expected[i][value].get<double>()).epsilon(1e-12));
  }
}

void check_same(const DensityOfStates& counted, const DensityOfStates& enumerated) {
  REQUIRE(counted.size() == enumerated.size());
  for (std::size_t i = 0; i < counted.energies().size(); ++i) {
    CHECK(counted.energies()[i] == Approx(enumerated.energies()[i]).epsilon(1e-12).margin(1e-12));
    CHECK(counted.log_states()[i] == Approx(enumerated.log_states()[i]).epsilon(1e-12).margin(1e-12));
  }
}

DensityOfStates enumerated_chain(Index units, bool periodic, double coupling, double field) {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  for (const Bond& bond : lattice_bonds(Lattice::chain, units, periodic)) {
    couplings(bond.first, bond.second) += coupling;
    couplings(bond.second, bond.first) += coupling;
  }
  return enumerate_density(std::make_shared<const PairwiseModel>(Domain::spin, std::move(couplings),
                                                                 Eigen::VectorXd::Constant(units, field)));
}

}  // namespace

TEST_CASE("powers of a transfer matrix give chains in a field as their densities of states do") {
  for (const bool periodic : {true, false}) {
    for (const Index units : {2, 3, 8, 33}) {
      for (const double coupling : {1.0, -1.0}) {
        for (const double field : {0.3, -2.5}) {
          const DensityOfStates states =
              periodic ? ring_density(units, coupling, field) : open_chain_density(units, coupling, field);
          for (const double t : {0.05, 0.3, 1.0, 4.0, 1e3}) {
            INFO((periodic ? "ring" : "open")
                 << " of " << units << ", J " << coupling << ", h " << field << ", T " << t);
            const Thermodynamics counted = thermodynamics(states, Temperature(t));
            const auto chain = periodic ? ring_thermodynamics : open_chain_thermodynamics;
            const Thermodynamics exact = chain(units, coupling, field, Temperature(t));
            const double size = static_cast<double>(units);
            CHECK(exact.log_z == Approx(counted.log_z).epsilon(1e-12));
            CHECK(exact.mean_energy == Approx(counted.mean_energy).epsilon(1e-11));
            CHECK(exact.energy_variance == Approx(counted.energy_variance).epsilon(1e-9).margin(1e-11));
            CHECK(exact.entropy == Approx(counted.entropy).epsilon(1e-10).margin(1e-11 * size / t));
            CHECK(exact.free_energy == Approx(counted.free_energy).epsilon(1e-12));
            CHECK(exact.heat_capacity == Approx(exact.energy_variance / (t * t)).epsilon(1e-14));
          }
        }
      }
    }
  }
}

TEST_CASE("chains of a million spins in a field take no time, and are so many spins") {
  const Thermodynamics small = ring_thermodynamics(1000, 1, 0.2, Temperature(0.9));
  const Thermodynamics large = ring_thermodynamics(1'000'000, 1, 0.2, Temperature(0.9));
  CHECK(large.log_z == Approx(1000 * small.log_z).epsilon(1e-12));
  CHECK(large.mean_energy == Approx(1000 * small.mean_energy).epsilon(1e-12));
  CHECK(large.heat_capacity == Approx(1000 * small.heat_capacity).epsilon(1e-8));
  CHECK(open_chain_thermodynamics(1'000'000, 1, 0.2, Temperature(0.9)).entropy ==
        Approx(large.entropy).epsilon(1e-5));
  CHECK_THROWS_AS(ring_thermodynamics(1, 1, 0, Temperature(1)), std::invalid_argument);
  CHECK_THROWS_AS(ring_thermodynamics(4, 1, HUGE_VAL, Temperature(1)), std::invalid_argument);
  CHECK_THROWS_AS(open_chain_thermodynamics(4, 1, 0, Temperature::zero()), std::invalid_argument);
}

TEST_CASE("rings have the thermodynamics and the peaks of the transfer matrix") {
  const auto data = reference::load("ring1d.json");
  for (const auto& row : data["cases"]) {
    check_row(ring_density(row["N"], 1, row["h"]), row);
  }
  for (const auto& entry : data["finite_peaks_h0"]) {
    INFO("N " << entry["N"]);
    const DensityOfStates states = ring_density(entry["N"], 1, 0);
    check_peaks(heat_capacity_peaks(states), entry["N"], entry["C_peaks"], "C_N");
    check_peaks(entropy_slope_peaks(states), entry["N"], entry["dSdT_peaks"], "dSdT_N");
  }
}

TEST_CASE("the complete graph has the thermodynamics and the peaks of the reference") {
  const auto data = reference::load("curie_weiss.json");
  for (const auto& row : data["cases"]) {
    check_row(curie_weiss_density(row["N"], row["h"]), row);
  }
  for (const auto& entry : data["peaks_h0"]) {
    INFO("N " << entry["N"] << ", " << entry["what"]);
    const DensityOfStates states = curie_weiss_density(entry["N"], 0);
    check_peaks(entry["what"] == "C" ? heat_capacity_peaks(states) : entropy_slope_peaks(states), entry["N"],
                entry["peaks"], "value_N");
  }
}

TEST_CASE("solvable models have the levels of enumeration") {
  // In a field of twice the antiferromagnetic coupling, and in others, levels of several magnetisations meet.
  for (const Index units : {2, 3, 4, 7, 10}) {
    for (const auto& [coupling, field] : {std::pair(1.0, 0.0), std::pair(-0.7, 0.0), std::pair(-0.1, 0.2),
                                          std::pair(0.1, -0.3), std::pair(0.3, 0.1234)}) {
      INFO("N " << units << ", J " << coupling << ", h " << field);
      check_same(ring_density(units, coupling, field), enumerated_chain(units, true, coupling, field));
      check_same(open_chain_density(units, coupling, field), enumerated_chain(units, false, coupling, field));
      check_same(curie_weiss_density(units, field),
                 enumerate_density(std::make_shared<const PairwiseModel>(curie_weiss(units, field))));
    }
  }
}

TEST_CASE("long open chains have ln Z = N ln 2 + (N - 1) ln cosh(J/T)") {
  constexpr Index units = 1000;
  const DensityOfStates states = open_chain_density(units, -1.5, 0);
  const double t = 0.9;
  CHECK(thermodynamics(states, Temperature(t)).log_z ==
        Approx(1000 * std::log(2.0) + 999 * std::log(std::cosh(1.5 / t))).epsilon(1e-13));
  // In a field, by the transfer matrix of a bond and the field on its second spin.
  const double h = 0.4;
  const double j = 0.8;
  Eigen::Matrix2d step;
  step << std::exp((j + h) / t), std::exp((-j + h) / t), std::exp((-j - h) / t), std::exp((j - h) / t);
  Eigen::Vector2d weights(std::exp(h / t), std::exp(-h / t));
  double log_scale = 0;
  for (Index bond = 0; bond < 199; ++bond) {
    weights = step * weights;
    log_scale += std::log(weights.sum());
    weights /= weights.sum();
  }
  CHECK(thermodynamics(open_chain_density(200, j, h), Temperature(t)).log_z ==
        Approx(log_scale + std::log(weights.sum())).epsilon(1e-13));
}

TEST_CASE("solvable models that cannot be are refused") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(ring_density(1, 1, 0), ContainsSubstring("units (1) must be at least 2"));
  CHECK_THROWS_WITH(open_chain_density(0, 1, 0), ContainsSubstring("units (0) must be at least 2"));
  CHECK_THROWS_WITH(curie_weiss_density(1, 0), ContainsSubstring("units (1) must be at least 2"));
  CHECK_THROWS_WITH(ring_density(4, infinity, 0), ContainsSubstring("coupling (inf) must be finite"));
  CHECK_THROWS_WITH(open_chain_density(4, 1, infinity), ContainsSubstring("field (inf) must be finite"));
  CHECK_THROWS_WITH(curie_weiss_density(4, -infinity), ContainsSubstring("field (-inf) must be finite"));
}
