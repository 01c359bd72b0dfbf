#include "onedial/anneal/annealer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>

namespace onedial {
namespace {

void validate(const AnnealSettings& settings) {
  if (settings.sweeps < 1) {
    throw std::invalid_argument("sweeps (" + std::to_string(settings.sweeps) + ") must be at least 1");
  }
  if (settings.time_limit_seconds && !(*settings.time_limit_seconds > 0)) {
    throw std::invalid_argument("the time limit must be above 0 seconds");
  }
  if (settings.target_energy && std::isnan(*settings.target_energy)) {
    throw std::invalid_argument("the target energy is NaN");
  }
  if (!(settings.target_tolerance >= 0)) {
    throw std::invalid_argument("the tolerance of the target must be at least 0");
  }
  if (settings.stop_at_target && !settings.target_energy) {
    throw std::invalid_argument("stopping at the target needs a target energy");
  }
}

/// The best energy of each replica and the best state of all.
class BestSoFar {
 public:
  BestSoFar(const System& system, AnnealResult& result) : system_(&system), result_(&result) {
    const auto energies = system.energies();
    result.replica_best_energies.assign(energies.begin(), energies.end());
    take(0, 0);
    for (Index r = 1; r < system.replicas(); ++r) {
      if (energies[static_cast<std::size_t>(r)] < result.best_energy) {
        take(r, 0);
      }
    }
  }

  void update(Index sweep) {
    const auto energies = system_->energies();
    for (std::size_t r = 0; r < energies.size(); ++r) {
      double& best = result_->replica_best_energies[r];
      if (energies[r] < best) {
        best = energies[r];
        if (best < result_->best_energy) {
          take(static_cast<Index>(r), sweep);
        }
      }
    }
  }

 private:
  void take(Index replica, Index sweep) {
    result_->best_energy = system_->energies()[static_cast<std::size_t>(replica)];
    result_->best_replica = replica;
    result_->best_sweep = sweep;
    system_->read(replica, result_->best_state);
  }

  const System* system_;
  AnnealResult* result_;
};

}  // namespace

std::string_view stop_reason_name(StopReason reason) {
  constexpr std::array<std::string_view, 4> names = {"schedule_finished", "target_reached", "time_limit",
                                                     "interrupted"};
  return names.at(static_cast<std::size_t>(reason));
}

AnnealResult anneal(System& system, const Schedule& schedule, const AnnealSettings& settings,
                    const AnnealObserver& observer) {
  validate(settings);
  validate(schedule);
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };

  AnnealResult result;
  BestSoFar best(system, result);
  const auto hits = [&](double energy) {
    return energy <= *settings.target_energy + settings.target_tolerance;
  };
  const auto target_reached = [&] { return settings.stop_at_target && hits(result.best_energy); };
  std::vector<Temperature> temperatures(static_cast<std::size_t>(system.replicas()), Temperature::zero());

  while (result.sweeps < settings.sweeps) {
    const Progress progress{.sweep = result.sweeps, .sweeps = settings.sweeps};
    const Temperature temperature = temperature_at(schedule, progress);
    temperatures.assign(temperatures.size(), temperature);
    const SweepStats stats = system.sweep(temperatures);
    ++result.sweeps;
    result.updates += stats.attempts;
    best.update(result.sweeps);

    const AnnealSweep sweep{.progress = progress,
                            .temperature = temperature,
                            .stats = stats,
                            .energies = system.energies(),
                            .best_energy = result.best_energy};
    if (observer && !observer(sweep)) {
      result.stop_reason = StopReason::interrupted;
      break;
    }
    if (target_reached()) {
      result.stop_reason = StopReason::target_reached;
      break;
    }
    if (settings.time_limit_seconds && elapsed() >= *settings.time_limit_seconds &&
        result.sweeps < settings.sweeps) {
      result.stop_reason = StopReason::time_limit;
      break;
    }
  }

  result.seconds = elapsed();
  result.last_energies.assign(system.energies().begin(), system.energies().end());
  if (settings.target_energy) {
    for (const double energy : result.replica_best_energies) {
      result.target_hits += hits(energy) ? 1 : 0;
    }
  }
  return result;
}

}  // namespace onedial
