#include "onedial/anneal/equilibrium_scan.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/core/density_of_states.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

std::vector<Temperature> temperatures(const std::vector<double>& values) {
  std::vector<Temperature> result;
  for (const double value : values) {
    result.emplace_back(value);
  }
  return result;
}

std::unique_ptr<System> lattice_system(Index length, Index replicas, Index threads = 1) {
  return make_system(std::make_shared<const PairwiseModel>(ising_lattice({.length = length})),
                     {.replicas = replicas, .threads = threads}, 3);
}

const std::vector<double> up_to_infinity = {1.5, 1.8, 2.1, 2.3, 2.5, 2.8, 3.3, 4.5, 8, 20, HUGE_VAL};

}  // namespace

TEST_CASE("a scan of 8 x 8 spins gives E, C, S and the peak of C within their errors") {
  constexpr Index ladders = 8;
  const auto system = lattice_system(8, ladders * std::ssize(up_to_infinity));
  EquilibriumScan scan =
      scan_equilibrium(*system, {.temperatures = temperatures(up_to_infinity), .sweeps = 8000, .seed = 1});
  CHECK(scan.ladders == ladders);
  CHECK(scan.sweeps == 8000);
  CHECK(scan.has_settled);
  CHECK(scan.equilibration >= 64);
  CHECK(scan.updates == (scan.sweeps + scan.equilibration) * ladders * 11 * 64);
  CHECK(scan.short_levels().empty());
  CHECK(scan.round_trips > 100);
  for (std::size_t k = 0; k + 1 < scan.readings.size(); ++k) {
    const ThermometerReading& reading = scan.readings[k];
    INFO("T = " << reading.temperature.value());
    const Thermodynamics exact = ising_square(8, reading.temperature);
    CHECK(std::abs(reading.mean_energy - exact.mean_energy) < 5 * reading.mean_energy_error);
    CHECK(std::abs(reading.heat_capacity - exact.heat_capacity) < 5 * reading.heat_capacity_error);
    CHECK(reading.in_equilibrium == true);
    CHECK(scan.split_r_hats[k] < 1.01);
  }
  REQUIRE(scan.reweighting.has_value());
  scan.reweighting->set_anchor(64 * std::numbers::ln2);
  const ReweightedPoint cold = scan.reweighting->at(Temperature(1.6));
  CHECK(std::abs(cold.value.entropy - ising_square(8, Temperature(1.6)).entropy) <
        5 * cold.standard_error.entropy);
  CHECK(cold.standard_error.entropy < 0.1);
  const auto peaks = scan.reweighting->heat_capacity_peaks();
  REQUIRE(peaks.size() == 1);
  CHECK(std::abs(peaks[0].temperature - 2.361979627086344) < 4 * peaks[0].temperature_error);
}

TEST_CASE("SK16 has E and C at every level, one peak of C and two of dS/dT within their errors") {
  const auto model = reference::sk16(reference::load("sk16.json"));
  const std::vector<double> ladder = {0.08, 0.11, 0.15, 0.2, 0.27, 0.35, 0.46, 0.6, 0.8, 1.1, 1.6, 3};
  const auto system = make_system(model, {.replicas = 8 * std::ssize(ladder)}, 5);
  const EquilibriumScan scan =
      scan_equilibrium(*system, {.temperatures = temperatures(ladder), .sweeps = 10'000, .seed = 5});
  const Spectrum spectrum(enumerate(model));
  for (const ThermometerReading& reading : scan.readings) {
    INFO("T = " << reading.temperature.value());
    const Thermodynamics exact = thermodynamics(spectrum, reading.temperature);
    CHECK(std::abs(reading.mean_energy - exact.mean_energy) < 5 * reading.mean_energy_error);
    CHECK(std::abs(reading.heat_capacity - exact.heat_capacity) < 5 * reading.heat_capacity_error);
    CHECK(reading.mean_energy_error < 0.02);
  }
  REQUIRE(scan.reweighting.has_value());
  const auto check = [](const std::vector<PeakEstimate>& found, const std::vector<double>& exact) {
    REQUIRE(found.size() == exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
      CHECK(std::abs(found[i].temperature - exact[i]) < 4 * found[i].temperature_error);
      CHECK(found[i].temperature_error < 0.02 * exact[i]);
    }
  };
  check(scan.reweighting->heat_capacity_peaks(), {0.7163928549291745});
  check(scan.reweighting->entropy_slope_peaks(), {0.14405019917420642, 0.5733570688293735});
}

TEST_CASE(
    "the magnetisation of 4 x 4 spins, its susceptibility and Binder's cumulant are exact within errors") {
  const auto reference = reference::load("ising2d.json")["sizes"]["4"]["magnetisation"];
  std::vector<double> ladder;
  for (const auto& row : reference) {
    if (row["T"].get<double>() >= 1.5 && row["T"].get<double>() <= 4) {
      ladder.push_back(row["T"]);
    }
  }
  const auto system = lattice_system(4, 16 * std::ssize(ladder));
  const EquilibriumScan scan =
      scan_equilibrium(*system, {.temperatures = temperatures(ladder),
                                 .sweeps = 20'000,
                                 .order_parameter =
                                     [](const State& state) {
                                       double sum = 0;
                                       for (const Level level : state) {
                                         sum += 2 * level - 1;
                                       }
                                       return sum / static_cast<double>(state.size());
                                     },
                                 .order_parameter_every = 5,
                                 .seed = 2});
  REQUIRE(scan.order.size() == ladder.size());
  std::size_t k = 0;
  for (const auto& row : reference) {
    if (k < ladder.size() && row["T"].get<double>() == ladder[k]) {
      const OrderParameterReading& order = scan.order[k++];
      const auto check = [](const JackknifeEstimate& estimate, double exact) {
        CHECK(std::abs(estimate.value - exact) < 5 * estimate.standard_error);
      };
      check(order.mean_absolute, row["absm"]);
      check(order.mean_square, row["m2"]);
      REQUIRE(order.binder_cumulant.has_value());
      check(*order.binder_cumulant, row["binder_U4"]);
      check(order.susceptibility, row["chi_abs_N"]);
    }
  }
  CHECK(k == ladder.size());
}

TEST_CASE("a scan gives the same bits for any number of threads, and others for another seed") {
  const auto run = [](Index threads, std::uint64_t seed) {
    const auto system = lattice_system(16, 4 * 4, threads);
    return scan_equilibrium(*system,
                            {.temperatures = temperatures({2, 2.2, 2.4, 3}), .sweeps = 200, .seed = seed});
  };
  const EquilibriumScan once = run(1, 1);
  const EquilibriumScan twice = run(2, 1);
  for (std::size_t k = 0; k < once.readings.size(); ++k) {
    CHECK(once.readings[k].mean_energy == twice.readings[k].mean_energy);
    CHECK(once.readings[k].heat_capacity_error == twice.readings[k].heat_capacity_error);
  }
  CHECK(once.swap_rates == twice.swap_rates);
  REQUIRE(once.reweighting.has_value());
  REQUIRE(twice.reweighting.has_value());
  const ReweightedPoint between = once.reweighting->at(Temperature(2.3));
  CHECK(twice.reweighting->at(Temperature(2.3)).value.heat_capacity == between.value.heat_capacity);
  CHECK(run(1, 2).readings[1].mean_energy != once.readings[1].mean_energy);
}

TEST_CASE("a scan that is ended early keeps what it has measured") {
  const auto system = lattice_system(8, 12);
  Index seen = 0;
  const auto run = [&](Index last) {
    return scan_equilibrium(*system,
                            {.temperatures = temperatures({2, 2.4, 3}), .equilibration = 10, .sweeps = 1000},
                            [&](const ScanProgress& progress) {
                              ++seen;
                              return progress.phase == "equilibrating" || progress.sweep < last;
                            });
  };
  const EquilibriumScan useful = run(100);
  CHECK(useful.is_interrupted);
  CHECK(useful.sweeps == 100);
  CHECK(seen == 110);
  CHECK(useful.readings.size() == 3);
  CHECK(useful.reweighting.has_value());
  const EquilibriumScan useless = run(1);
  CHECK(useless.is_interrupted);
  CHECK(useless.readings.empty());
  CHECK_THAT(useless.no_reweighting, ContainsSubstring("ended before"));
  const EquilibriumScan few = run(10);
  CHECK(few.readings.size() == 3);
  CHECK_FALSE(few.reweighting.has_value());
}

TEST_CASE("a scan planned for days tells a curve after an hour") {
  const auto system = lattice_system(4, 2 * 64);
  const EquilibriumScan scan = scan_equilibrium(
      *system, {.temperatures = temperatures({2, 3}), .equilibration = 20, .sweeps = 1'000'000'000},
      [](const ScanProgress& progress) { return progress.phase == "equilibrating" || progress.sweep < 200; });
  CHECK(scan.sweeps == 200);
  CHECK(scan.reweighting.has_value());
}

TEST_CASE("a scan ended while it equilibrates says how far it came, and one without room has not settled") {
  const auto system = lattice_system(8, 12);
  const ScanObserver until_7 = [](const ScanProgress& progress) { return progress.sweep < 7; };
  for (const std::optional<Index>& equilibration : {std::optional<Index>(100), std::optional<Index>()}) {
    const EquilibriumScan scan = scan_equilibrium(
        *system, {.temperatures = temperatures({2, 2.4, 3}), .equilibration = equilibration}, until_7);
    CHECK(scan.is_interrupted);
    CHECK(scan.equilibration == 7);
    CHECK(scan.sweeps == 0);
    CHECK(scan.updates == 7 * 12 * 64);
    CHECK(scan.readings.empty());
    CHECK_FALSE(scan.no_reweighting.empty());
  }
  const EquilibriumScan hasty =
      scan_equilibrium(*system, {.temperatures = temperatures({2, 2.4, 3}), .sweeps = 32});
  CHECK_FALSE(hasty.has_settled);
  CHECK(hasty.equilibration == 0);
}

TEST_CASE("a level needs fifty times its memory, and one without events has none") {
  EquilibriumScan scan;
  scan.sweeps = 500;
  for (const double tau : {1.0, 9.9, 10.1, 20.5}) {
    scan.readings.push_back({.temperature = Temperature(1), .has_events = true, .tau = tau});
  }
  scan.readings.push_back({.temperature = Temperature(1), .has_events = false});
  CHECK(scan.short_levels() == std::vector<Index>{2, 3});
  CHECK(scan.sweeps_needed() == 1025);
}

TEST_CASE("histograms that do not overlap are named, and a run too short for its memory says what it needs") {
  const auto apart = lattice_system(16, 8);
  const EquilibriumScan scan =
      scan_equilibrium(*apart, {.temperatures = temperatures({0.5, 50}), .sweeps = 500});
  CHECK_FALSE(scan.reweighting.has_value());
  CHECK_THAT(scan.no_reweighting, ContainsSubstring("0.5") && ContainsSubstring("50"));
  CHECK(scan.readings.size() == 2);
  const auto slow = lattice_system(32, 8);
  const EquilibriumScan hasty =
      scan_equilibrium(*slow, {.temperatures = temperatures({2.25, 2.3}), .sweeps = 128});
  CHECK_FALSE(hasty.short_levels().empty());
  CHECK(hasty.sweeps_needed() > 128);
}

TEST_CASE("scans that make no sense are refused") {
  const auto system = lattice_system(4, 6);
  const auto with = [&](ScanSettings settings) { scan_equilibrium(*system, settings); };
  CHECK_THROWS_WITH(with({.temperatures = temperatures({1, 2}), .sweeps = 20}),
                    ContainsSubstring("sweeps (20)"));
  CHECK_THROWS_AS(with({.temperatures = temperatures({1, 2, 3, 4})}), std::invalid_argument);
  CHECK_THROWS_AS(with({.temperatures = temperatures({1})}), std::invalid_argument);
  CHECK_THROWS_AS(with({.temperatures = temperatures({0, 1})}), std::invalid_argument);
  CHECK_THROWS_AS(with({.temperatures = temperatures({1, 2}), .equilibration = -1}), std::invalid_argument);
  CHECK_THROWS_AS(with({.temperatures = temperatures({1, 2}), .order_parameter_every = 0}),
                  std::invalid_argument);
}
