#include "onedial/anneal/annealer.hpp"

#include <array>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "onedial/anneal/best_so_far.hpp"
#include "run_watch.hpp"

namespace onedial {
namespace {

/// Carries all that a run has come to by now to or from `archive`.
void transfer(StateArchive& archive, AnnealResult& result, System& system, Cooling& cooling) {
  archive.value(result.sweeps);
  archive.value(result.updates);
  archive.value(result.seconds);
  archive.value(result.best_energy);
  archive.values(result.best_state);
  archive.value(result.best_replica);
  archive.value(result.best_sweep);
  archive.value(result.is_feasible);
  archive.values(result.replica_best_energies);
  system.transfer(archive);
  cooling.transfer(archive);
}

}  // namespace

std::string_view stop_reason_name(StopReason reason) {
  constexpr std::array<std::string_view, 4> names = {"schedule_finished", "target_reached", "time_limit",
                                                     "interrupted"};
  return names.at(static_cast<std::size_t>(reason));
}

AnnealResult anneal(System& system, Cooling& cooling, const AnnealSettings& settings,
                    const AnnealObserver& observer, const std::string& from) {
  if (settings.sweeps < 1) {
    throw std::invalid_argument("sweeps (" + std::to_string(settings.sweeps) + ") must be at least 1");
  }
  RunWatch watch(settings.limits);

  AnnealResult result;
  BestSoFar best(system, result, settings.limits.is_feasible);
  std::optional<StopReason> end;
  cooling.begin(system.energies());
  if (!from.empty()) {
    StateArchive archive(from);
    transfer(archive, result, system, cooling);
    archive.require_end();
    watch.go_on_after(result.seconds);
    end = watch.end(result, false);  // where it was killed before it noticed
  }
  const auto ended = [&](StopReason reason) {
    AnnealResult all = result;
    all.stop_reason = reason;
    watch.finish(all, system);
    if (reason == StopReason::interrupted || reason == StopReason::time_limit) {
      StateArchive archive;
      transfer(archive, all, system, cooling);
      all.state = archive.bytes();
    }
    return all;
  };
  const auto result_so_far = [&] { return ended(StopReason::interrupted); };
  std::vector<Temperature> temperatures(static_cast<std::size_t>(system.replicas()), Temperature::zero());

  while (!end && result.sweeps < settings.sweeps) {
    const Progress progress{.sweep = result.sweeps, .sweeps = settings.sweeps};
    const Temperature temperature = cooling.next(progress);
    temperatures.assign(temperatures.size(), temperature);
    const SweepStats stats = system.sweep(temperatures);
    ++result.sweeps;
    result.updates += stats.attempts;
    best.update(result.sweeps);

    const AnnealSweep sweep{.progress = progress,
                            .temperature = temperature,
                            .stats = stats,
                            .energies = system.energies(),
                            .best_energy = result.best_energy,
                            .result_so_far = result_so_far};
    cooling.see(sweep);
    const bool goes_on = !observer || observer(sweep);
    end = goes_on ? watch.end(result, result.sweeps < settings.sweeps) : StopReason::interrupted;
  }
  return ended(end.value_or(StopReason::schedule_finished));
}

AnnealResult anneal(System& system, const Schedule& schedule, const AnnealSettings& settings,
                    const AnnealObserver& observer, const std::string& from) {
  FixedCooling cooling(schedule);
  return anneal(system, cooling, settings, observer, from);
}

}  // namespace onedial
