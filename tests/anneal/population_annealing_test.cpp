#include "onedial/anneal/population_annealing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

struct Sk16 {
  std::shared_ptr<const PairwiseModel> model = reference::sk16(reference::load("sk16.json"));
  Spectrum spectrum{enumerate(model)};
  double ground = reference::load("sk16.json")["instances"][0]["ground_energy"].get<double>();

  [[nodiscard]] std::unique_ptr<System> system(Index replicas, Index threads = 1) const {
    return make_system(model, {.replicas = replicas, .threads = threads}, 7);
  }
};

constexpr double log_states_16 = 16 * std::numbers::ln2;

/// How many of its errors an estimate is off.
double deviation(const Estimate& estimate, double exact) {
  return std::abs(estimate.value - exact) / estimate.error;
}

void check_exact(const PopulationReading& reading, const Thermodynamics& exact) {
  INFO("T = " << reading.temperature.value());
  CHECK(deviation(reading.log_z, exact.log_z) < 4);
  CHECK(deviation(reading.mean_energy, exact.mean_energy) < 5);
  CHECK(deviation(reading.heat_capacity, exact.heat_capacity) < 5);
  CHECK(deviation(reading.entropy, exact.entropy) < 5);
  CHECK(reading.free_energy().value == Approx(-reading.temperature.value() * reading.log_z.value));
}

}  // namespace

TEST_CASE("populations know ln Z and all that follows from it of SK16 down to the ground state") {
  const Sk16 sk;
  const auto system = sk.system(32 * 256);
  const PopulationAnnealingResult result =
      population_annealing(*system, {.coldest = Temperature(0.12),
                                     .start_log_z = log_states_16,
                                     .populations = 32,
                                     .limits = {.target_energy = sk.ground, .target_tolerance = 1e-9},
                                     .seed = 7});
  REQUIRE(result.readings.size() > 10);
  for (const PopulationReading& reading : result.readings) {
    check_exact(reading, thermodynamics(sk.spectrum, reading.temperature));
    CHECK(reading.log_z.error < 0.03);
    CHECK(reading.mean_energy.error < 0.05);
    CHECK(reading.effective_populations > 30);
    CHECK(reading.overlap >= 0.85);
  }
  CHECK(result.readings.back().temperature == Temperature(0.12));
  CHECK(result.run.best_energy == Approx(sk.ground).epsilon(1e-12));
  CHECK(sk.model->energy(result.run.best_state) == Approx(sk.ground).epsilon(1e-12));
  CHECK(result.run.sweeps == 10 * std::ssize(result.readings));
  CHECK(result.run.updates == result.run.sweeps * 16 * 32 * 256);
  CHECK(result.run.stop_reason == StopReason::schedule_finished);
  CHECK(result.population_hits == 32);
}

TEST_CASE("populations and replica exchange agree on the 8 x 8 ferromagnet and with the exact answer") {
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = 8}));
  const auto system = make_system(model, {.replicas = 32 * 128}, 3);
  const PopulationAnnealingResult result =
      population_annealing(*system, {.coldest = Temperature(1.6),
                                     .start_log_z = 64 * std::numbers::ln2,
                                     .sweeps_per_step = 20,
                                     .populations = 32,
                                     .seed = 3});
  std::vector<PopulationReading> below_4;
  for (const PopulationReading& reading : result.readings) {
    check_exact(reading, ising_square(8, reading.temperature));
    CHECK(reading.log_z.error < 0.05);
    if (reading.temperature < Temperature(4)) {
      below_4.push_back(reading);
    }
  }
  REQUIRE(below_4.size() > 5);
  std::reverse(below_4.begin(), below_4.end());
  ScanSettings scan{.sweeps = 20'000, .seed = 3};
  for (const PopulationReading& reading : below_4) {
    scan.temperatures.push_back(reading.temperature);
  }
  const auto ladders = make_system(model, {.replicas = 8 * std::ssize(below_4)}, 4);
  const EquilibriumScan exchange = scan_equilibrium(*ladders, scan);
  for (std::size_t k = 0; k < below_4.size(); ++k) {
    const ThermometerReading& other = exchange.readings[k];
    INFO("T = " << other.temperature.value());
    CHECK(std::abs(below_4[k].mean_energy.value - other.mean_energy) <
          5 * std::hypot(below_4[k].mean_energy.error, other.mean_energy_error));
    CHECK(std::abs(below_4[k].heat_capacity.value - other.heat_capacity) <
          5 * std::hypot(below_4[k].heat_capacity.error, other.heat_capacity_error));
  }
}

TEST_CASE("a population may start in equilibrium at a finite temperature") {
  const Sk16 sk;
  const auto system = sk.system(16 * 128);
  const std::vector<Temperature> hot(16 * 128, Temperature(3));
  for (int sweep = 0; sweep < 30; ++sweep) {
    system->sweep(hot);
  }
  const auto exact = [&](double t) { return log_partition_function(sk.spectrum, Temperature(t)); };
  const auto result = population_annealing(
      *system,
      {.coldest = Temperature(0.5), .start = Temperature(3), .start_log_z = exact(3), .populations = 16});
  CHECK(deviation(result.readings.back().log_z, exact(0.5)) < 5);
  CHECK(result.readings.back().log_z.error < 0.05);
  CHECK(result.readings.front().temperature < Temperature(3));
}

TEST_CASE("small populations weigh by their own Z without which averages would be wrong") {
  const Sk16 sk;
  constexpr Index populations = 4000;
  const auto system = sk.system(4 * populations);
  double plain_mean = 0;
  const auto result =
      population_annealing(*system,
                           {.coldest = Temperature(0.5),
                            .start_log_z = log_states_16,
                            .overlap = 0.7,
                            .sweeps_per_step = 1,
                            .populations = populations,
                            .seed = 2},
                           [&](const PopulationStep& step) {
                             plain_mean = std::accumulate(step.energies.begin(), step.energies.end(), 0.0) /
                                          static_cast<double>(step.energies.size());
                             return true;
                           });
  const PopulationReading& last = result.readings.back();
  const Thermodynamics exact = thermodynamics(sk.spectrum, Temperature(0.5));
  CHECK(deviation(last.log_z, exact.log_z) < 5);
  CHECK(deviation(last.mean_energy, exact.mean_energy) < 5);
  CHECK(last.effective_populations < 0.8 * populations);
  CHECK(last.effective_populations > 0.05 * populations);
  CHECK((plain_mean - exact.mean_energy) / last.mean_energy.error > 5);
}

TEST_CASE("families are whole before resampling and never grow in number") {
  const auto idle = std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Dense::Zero(3, 3),
                                                          Eigen::VectorXd::Zero(3));
  const auto still = make_system(idle, {.engine = Engine::reference, .replicas = 40}, 1);
  const auto without = population_annealing(
      *still, {.coldest = Temperature(0.1), .start_log_z = 3 * std::numbers::ln2, .populations = 4});
  REQUIRE(without.readings.size() == 1);  // nothing keeps it from the coldest temperature
  const PopulationReading& untouched = without.readings.front();
  CHECK(untouched.families == 40);
  CHECK(untouched.mean_square_family == Approx(1).epsilon(1e-14));
  CHECK(untouched.family_entropy == Approx(std::log(40)).epsilon(1e-14));
  CHECK(untouched.overlap == 1);
  CHECK(untouched.log_z.value == Approx(3 * std::numbers::ln2).epsilon(1e-14));
  CHECK(untouched.log_z.error < 1e-14);
  CHECK(untouched.heat_capacity.value == 0);

  const Sk16 sk;
  constexpr Index replicas = 8 * 250;
  const auto system = sk.system(replicas);
  const auto result = population_annealing(*system, {.coldest = Temperature(0.15), .seed = 5});
  Index families = replicas;
  double culled = 1;
  for (const PopulationReading& reading : result.readings) {
    CHECK(reading.families <= families);
    families = reading.families;
    // The numbers of families of rising order, 1/Σn² ≤ e^{−Σ n ln n} ≤ their count (Rényi 1961).
    const double effective = std::exp(reading.family_entropy);
    CHECK(replicas / reading.mean_square_family <= effective * (1 + 1e-12));
    CHECK(effective <= static_cast<double>(reading.families) * (1 + 1e-12));
    CHECK(reading.mean_square_family <= 250);
    // Each step culls about 1 − overlap of the members, more families than members never.
    culled *= reading.overlap;
    CHECK(static_cast<double>(reading.families) > 0.8 * culled * replicas);
  }
  CHECK(result.readings.front().families == Approx(0.85 * replicas).epsilon(0.05));
  CHECK(result.readings.back().mean_square_family > 2);
}

TEST_CASE("population annealing gives the same bits for any number of threads and others for other seeds") {
  const Sk16 sk;
  const auto run = [&](Index threads, std::uint64_t seed) {
    const auto system = sk.system(600, threads);
    const auto result = population_annealing(*system, {.coldest = Temperature(0.3), .seed = seed});
    std::vector<double> numbers = result.run.last_energies;
    for (const PopulationReading& reading : result.readings) {
      numbers.push_back(reading.temperature.value());
      numbers.push_back(reading.log_z.value);
      numbers.push_back(reading.log_z.error);
    }
    return numbers;
  };
  CHECK(run(1, 5) == run(2, 5));
  CHECK(run(1, 5) != run(1, 6));
}

TEST_CASE("cooling ends early for the target or the clock or its observer and keeps what it found") {
  const Sk16 sk;
  const auto hit = population_annealing(
      *sk.system(64),
      {.coldest = Temperature(0.1),
       .limits = {.target_energy = sk.ground, .target_tolerance = 1e-9, .stop_at_target = true}});
  CHECK(hit.run.stop_reason == StopReason::target_reached);
  CHECK(hit.run.sweeps == hit.run.best_sweep);
  CHECK(hit.run.target_hits >= 1);
  CHECK(hit.population_hits >= 1);
  CHECK(hit.population_hits < 8);
  CHECK(std::ssize(hit.readings) == hit.run.sweeps / 10);

  const auto late = population_annealing(*sk.system(64), {.coldest = Temperature(0.1),
                                                          .sweeps_per_step = 1'000'000'000,
                                                          .limits = {.time_limit_seconds = 0.02}});
  CHECK(late.run.stop_reason == StopReason::time_limit);
  CHECK(late.run.sweeps > 0);
  CHECK(late.readings.empty());

  Index calls = 0;
  const auto stopped =
      population_annealing(*sk.system(64), {.coldest = Temperature(0.1)}, [&](const PopulationStep& step) {
        ++calls;
        CHECK(step.sweeps == 10 * calls);
        return calls < 3;
      });
  CHECK(stopped.run.stop_reason == StopReason::interrupted);
  CHECK(stopped.readings.size() == 3);
  CHECK(sk.model->energy(stopped.run.best_state) == Approx(stopped.run.best_energy).epsilon(1e-12));
}

TEST_CASE("populations that make no sense are refused") {
  const Sk16 sk;
  const auto system = sk.system(64);
  const auto refuses = [&](const PopulationAnnealingSettings& settings, const char* why) {
    CHECK_THROWS_WITH(population_annealing(*system, settings), ContainsSubstring(why));
  };
  refuses({.coldest = Temperature::zero()}, "coldest temperature (0)");
  refuses({.coldest = Temperature(2), .start = Temperature(2)}, "below the start (2)");
  refuses({.coldest = Temperature(1), .overlap = 1}, "overlap (1)");
  refuses({.coldest = Temperature(1), .sweeps_per_step = 0}, "sweeps per step (0)");
  refuses({.coldest = Temperature(1), .populations = 1}, "populations (1)");
  refuses({.coldest = Temperature(1), .populations = 7}, "64 replicas");
  refuses({.coldest = Temperature(1), .limits = {.stop_at_target = true}}, "target energy");
}
