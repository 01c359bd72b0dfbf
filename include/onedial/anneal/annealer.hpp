#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/anneal/cooling.hpp"
#include "onedial/anneal/run_limits.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// How long to anneal, what to look for, and what may end a run early.
struct AnnealSettings {
  Index sweeps = 1000;
  RunLimits limits = {};
};

/// Why a run ended.
enum class StopReason : std::uint8_t { schedule_finished, target_reached, time_limit, interrupted };

/// "schedule_finished", "target_reached", "time_limit" or "interrupted".
std::string_view stop_reason_name(StopReason reason);

struct AnnealResult;

/// What an observer sees after each sweep.
struct AnnealSweep {
  Progress progress;                 ///< the sweep just done
  Temperature temperature;           ///< at which it was done
  SweepStats stats;                  ///< what it did
  std::span<const double> energies;  ///< of each replica, after it
  double best_energy;                ///< the best seen so far, in any replica
  /// What the run would return if it were interrupted here.
  std::function<AnnealResult()> result_so_far = {};
};

/// Called after each sweep; the run ends as interrupted when it returns false.
using AnnealObserver = std::function<bool(const AnnealSweep&)>;

/// What a run found. Sweeps are counted: 0 is the state before the first, k the state after the k-th.
struct AnnealResult {
  StopReason stop_reason = StopReason::schedule_finished;
  Index sweeps = 0;    ///< sweeps done
  Index updates = 0;   ///< update attempts of all replicas together
  double seconds = 0;  ///< those before an interruption included

  double best_energy = 0;
  State best_state;
  Index best_replica = 0;
  Index best_sweep = 0;
  bool is_feasible = true;  ///< whether the best state counts; see RunLimits

  std::vector<double> replica_best_energies;  ///< (R); +∞ for a replica that was never feasible
  std::vector<double> last_energies;          ///< (R): the last state is not the best state
  Index target_hits = 0;                      ///< replicas that have hit the target at any time

  /// What the run can be gone on with from here, where it was interrupted or out of time; empty otherwise.
  std::string state = {};
};

/// Cools `system` from the states that it is in, and keeps the best state seen at the end of any sweep, as
/// BestSoFar does.
///
/// `from` is the `state` of an earlier result, of the same settings and cooling and a system made in the same
/// way: the run goes on with the sweep after it, to the same result as one that was never interrupted. Empty
/// for a run from its start. Throws std::invalid_argument if the settings are invalid, or `from` is the state
/// of a run of another size.
AnnealResult anneal(System& system, Cooling& cooling, const AnnealSettings& settings,
                    const AnnealObserver& observer = {}, const std::string& from = {});

/// The same down a schedule. Throws std::invalid_argument if the schedule is invalid, too.
AnnealResult anneal(System& system, const Schedule& schedule, const AnnealSettings& settings,
                    const AnnealObserver& observer = {}, const std::string& from = {});

}  // namespace onedial
