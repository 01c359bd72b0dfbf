#include "onedial/anneal/annealer.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "catch.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/anneal/time_to_target.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

struct Sk16 {
  nlohmann::json data = reference::load("sk16.json")["instances"][0];
  std::shared_ptr<const PairwiseModel> model = reference::sk16(reference::load("sk16.json"));
  double ground = data["ground_energy"].get<double>();
};

std::size_t index_of(const State& state) {
  std::size_t index = 0;
  for (std::size_t i = 0; i < state.size(); ++i) {
    index |= static_cast<std::size_t>(state[i]) << i;
  }
  return index;
}

}  // namespace

// From equilibrium at T = 3, sweep k = 1 … K is made at x = k/K. The annealer's sweeps are k = 0 … K, of
// which the first, at T = 3, leaves equilibrium as it is.
TEST_CASE("annealing SK16 ends with the exact probability of the ground state and the exact energy") {
  const Sk16 sk;
  const Temperature hot(3.0);
  const Temperature cold(0.12);
  const std::map<std::string, Schedule> schedules = {{"linear_T", LinearSchedule{hot, cold}},
                                                     {"geometric", GeometricSchedule{hot, cold}},
                                                     {"linear_beta", LinearBetaSchedule{hot, cold}}};
  constexpr Index replicas = 20'000;
  int compared = 0;
  const auto data = reference::load("schedules_sk16.json");
  for (const auto& row : data["rows"]) {
    const auto found = schedules.find(row["schedule"].get<std::string>());
    if (found == schedules.end()) {
      continue;
    }
    const auto sweeps = row["K"].get<Index>();
    const auto system = make_system(sk.model, {.engine = Engine::reference, .replicas = replicas}, 17);
    const std::vector<Temperature> start(replicas, hot);
    for (int k = 0; k < 30; ++k) {  // the relaxation time at T = 3 is below one sweep
      system->sweep(start);
    }
    const AnnealResult result = anneal(*system, found->second, {.sweeps = sweeps + 1});
    double in_ground_state = 0;
    double excess = 0;
    double squares = 0;
    for (const double energy : result.last_energies) {
      const double above = energy - sk.ground;
      in_ground_state += above < 1e-6 ? 1 : 0;
      excess += above;
      squares += above * above;
    }
    const double p = row["p_ground"].get<double>();
    const double mean = excess / replicas;
    const double error = std::sqrt((squares / replicas - mean * mean) / replicas);
    INFO(found->first << ", K = " << sweeps << ": p = " << in_ground_state / replicas << ", exact " << p);
    CHECK(std::abs(in_ground_state / replicas - p) < 5 * std::sqrt(p * (1 - p) / replicas));
    CHECK(std::abs(mean - row["final_E_minus_E0"].get<double>()) < 5 * error);
    ++compared;
  }
  CHECK(compared == 6);
}

TEST_CASE("annealing SK16 along a table ends where the master equation does") {
  const Sk16 sk;
  constexpr Index replicas = 10'000;
  const auto system = make_system(sk.model, {.replicas = replicas}, 19);
  const std::vector<Temperature> start(replicas, Temperature(3));
  const auto data = reference::load("annealing_sk16.json");
  int compared = 0;
  for (const auto& row : data["schedules"]) {
    if (row["T"].is_null()) {
      continue;
    }
    TableSchedule table;
    for (const auto& t : row["T"]) {
      table.levels.emplace_back(t.get<double>());
    }
    for (int k = 0; k < 30; ++k) {  // the relaxation time at T = 3 is below one sweep
      system->sweep(start);
    }
    const AnnealResult result = anneal(*system, table, {.sweeps = std::ssize(table.levels)});
    double in_ground_state = 0;
    double sum = 0;
    double squares = 0;
    for (const double energy : result.last_energies) {
      in_ground_state += energy - sk.ground < 1e-6 ? 1 : 0;
      sum += energy;
      squares += energy * energy;
    }
    const double p = row["p_ground"].get<double>();
    const double mean = sum / replicas;
    const double error = std::sqrt((squares / replicas - mean * mean) / replicas);
    INFO(row["schedule"] << ", K = " << table.levels.size());
    CHECK(std::abs(in_ground_state / replicas - p) < 5 * std::sqrt(p * (1 - p) / replicas));
    CHECK(std::abs(mean - row["final_E"].get<double>()) < 5 * error);
    ++compared;
  }
  CHECK(compared == 14);
}

TEST_CASE("every schedule finds the ground state of SK16") {
  const Sk16 sk;
  const TemperatureRange range = temperature_range(*sk.model);
  const std::vector<Schedule> schedules = {
      ConstantSchedule{Temperature(0.4)},
      LinearSchedule{range.hot, range.cold},
      LinearBetaSchedule{range.hot, range.cold},
      GeometricSchedule{range.hot, range.cold},
      ExponentialSchedule{range.hot, range.cold, 5.0},
      LogarithmicSchedule{Temperature(2.0)},
      TableSchedule{{range.hot, Temperature(1.0), Temperature(0.5), Temperature::zero()}}};
  for (const Schedule& schedule : schedules) {
    INFO(schedule_name(schedule));
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      const auto system =
          make_system(sk.model, {.kernel = kernel, .engine = Engine::reference, .replicas = 16}, 2);
      const AnnealResult result =
          anneal(*system, schedule,
                 {.sweeps = 300, .limits = {.target_energy = sk.ground, .target_tolerance = 1e-9}});
      CHECK(result.best_energy == Approx(sk.ground).epsilon(1e-12));
      CHECK(result.target_hits >= 1);
      CHECK(sk.model->energy(result.best_state) == Approx(sk.ground).epsilon(1e-12));
      const auto grounds = sk.data["ground_states"].get<std::vector<std::size_t>>();
      CHECK(std::count(grounds.begin(), grounds.end(), index_of(result.best_state)) == 1);
    }
  }
}

TEST_CASE("the exact C(T) of SK16 has its peak where the reference has it") {
  const Sk16 sk;
  const Spectrum spectrum(enumerate(sk.model));
  const auto& peak = sk.data["C_peaks"][0];
  const double t = peak["T"].get<double>();
  const double c = thermodynamics(spectrum, Temperature(t)).heat_capacity;
  CHECK(c == Approx(peak["value"].get<double>()).epsilon(1e-12));
  CHECK(thermodynamics(spectrum, Temperature(t * 1.001)).heat_capacity < c);
  CHECK(thermodynamics(spectrum, Temperature(t * 0.999)).heat_capacity < c);
}

TEST_CASE("the best state outlives the last one") {
  const Sk16 sk;
  const auto system = make_system(sk.model, {.engine = Engine::reference, .replicas = 4}, 6);
  // Cool, then heat: the last states are hot, the best is not.
  const TableSchedule schedule{{Temperature(2), Temperature(0.1), Temperature(5)}};
  double lowest_seen = 1e300;
  Index calls = 0;
  const AnnealResult result = anneal(*system, schedule, {.sweeps = 200}, [&](const AnnealSweep& sweep) {
    for (const double energy : sweep.energies) {
      lowest_seen = std::min(lowest_seen, energy);
    }
    CHECK(sweep.progress.sweep == calls++);
    CHECK(sweep.best_energy <= lowest_seen);
    return true;
  });
  CHECK(calls == 200);
  CHECK(result.sweeps == 200);
  CHECK(result.updates == 200 * 16 * 4);
  CHECK(result.stop_reason == StopReason::schedule_finished);
  CHECK(result.best_energy == lowest_seen);
  CHECK(result.best_energy < *std::min_element(result.last_energies.begin(), result.last_energies.end()));
  CHECK(result.best_energy ==
        *std::min_element(result.replica_best_energies.begin(), result.replica_best_energies.end()));
  CHECK(result.replica_best_energies[static_cast<std::size_t>(result.best_replica)] == result.best_energy);
  CHECK(result.best_sweep > 50);
  CHECK(result.best_sweep < 150);
}

TEST_CASE("a run ends early for the target, the clock or its observer, and keeps what it found") {
  const Sk16 sk;
  const GeometricSchedule schedule{Temperature(3), Temperature(0.1)};
  const auto fresh = [&] { return make_system(sk.model, {.engine = Engine::reference, .replicas = 16}, 2); };

  const auto system = fresh();
  const AnnealResult hit =
      anneal(*system, schedule,
             {.sweeps = 1000,
              .limits = {.target_energy = sk.ground, .target_tolerance = 1e-9, .stop_at_target = true}});
  CHECK(hit.stop_reason == StopReason::target_reached);
  CHECK(hit.sweeps == hit.best_sweep);
  CHECK(hit.sweeps < 1000);
  CHECK(hit.target_hits >= 1);

  const auto slow = fresh();
  const AnnealResult late =
      anneal(*slow, schedule, {.sweeps = 1'000'000'000, .limits = {.time_limit_seconds = 0.02}});
  CHECK(late.stop_reason == StopReason::time_limit);
  CHECK(late.sweeps > 0);

  const auto watched = fresh();
  const AnnealResult stopped = anneal(*watched, schedule, {.sweeps = 1000},
                                      [](const AnnealSweep& sweep) { return sweep.progress.sweep < 9; });
  CHECK(stopped.stop_reason == StopReason::interrupted);
  CHECK(stopped.sweeps == 10);
  CHECK(sk.model->energy(stopped.best_state) == Approx(stopped.best_energy).epsilon(1e-12));
}

TEST_CASE("settings that make no sense are refused") {
  const Sk16 sk;
  const auto system = make_system(sk.model, {.engine = Engine::reference}, 2);
  const ConstantSchedule schedule{Temperature(1)};
  CHECK_THROWS_AS(anneal(*system, schedule, {.sweeps = 0}), std::invalid_argument);
  CHECK_THROWS_AS(anneal(*system, schedule, {.limits = {.time_limit_seconds = 0}}), std::invalid_argument);
  CHECK_THROWS_AS(anneal(*system, schedule, {.limits = {.stop_at_target = true}}), std::invalid_argument);
  CHECK_THROWS_AS(anneal(*system, GeometricSchedule{Temperature(1), Temperature::zero()}, {}),
                  std::invalid_argument);
}

TEST_CASE("runs to target follow from the success probability") {
  CHECK(runs_to_target(0.5).value() == Approx(std::log(0.01) / std::log(0.5)).epsilon(1e-14));
  CHECK(runs_to_target(1e-9).value() == Approx(4.605170186e9).epsilon(1e-6));
  CHECK(runs_to_target(1.0).value() == 1.0);
  CHECK(runs_to_target(0.995).value() == 1.0);
  CHECK_FALSE(runs_to_target(0.0).has_value());
  CHECK_THROWS_AS(runs_to_target(1.5), std::invalid_argument);
  CHECK_THROWS_AS(runs_to_target(0.5, 1.0), std::invalid_argument);
}
