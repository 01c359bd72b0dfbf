#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "onedial/anneal/schedule.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// How long to anneal, and what may end a run early.
struct AnnealSettings {
  Index sweeps = 1000;
  /// Replicas that reach this energy or less have hit the target.
  std::optional<double> target_energy = std::nullopt;
  /// How far above the target still counts: room for the rounding of energies that are not integers.
  double target_tolerance = 0;
  /// Ends the run after the first sweep in which a replica hits the target.
  bool stop_at_target = false;
  /// Ends the run after this many seconds. Where it does, the result depends on the machine's speed.
  std::optional<double> time_limit_seconds = std::nullopt;
};

/// Why a run ended.
enum class StopReason : std::uint8_t { schedule_finished, target_reached, time_limit, interrupted };

/// "schedule_finished", "target_reached", "time_limit" or "interrupted".
std::string_view stop_reason_name(StopReason reason);

/// What an observer sees after each sweep.
struct AnnealSweep {
  Progress progress;                 ///< the sweep just done
  Temperature temperature;           ///< at which it was done
  SweepStats stats;                  ///< what it did
  std::span<const double> energies;  ///< of each replica, after it
  double best_energy;                ///< the least energy seen so far, in any replica
};

/// Called after each sweep; the run ends as interrupted when it returns false.
using AnnealObserver = std::function<bool(const AnnealSweep&)>;

/// What a run found. Sweeps are counted: 0 is the state before the first, k the state after the k-th.
struct AnnealResult {
  StopReason stop_reason = StopReason::schedule_finished;
  Index sweeps = 0;   ///< sweeps done
  Index updates = 0;  ///< update attempts of all replicas together
  double seconds = 0;

  double best_energy = 0;
  State best_state;
  Index best_replica = 0;
  Index best_sweep = 0;

  std::vector<double> replica_best_energies;  ///< (R)
  std::vector<double> last_energies;          ///< (R): the last state is not the best state
  Index target_hits = 0;                      ///< replicas that have hit the target at any time
};

/// Cools `system` down `schedule` from the states that it is in, and keeps the best state seen at the end of
/// any sweep. Of equal energies the one found first counts, of one sweep the lowest replica.
/// Throws std::invalid_argument if settings or schedule are invalid.
AnnealResult anneal(System& system, const Schedule& schedule, const AnnealSettings& settings,
                    const AnnealObserver& observer = {});

}  // namespace onedial
