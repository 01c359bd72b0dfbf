#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "onedial/run/anneal_run.hpp"

namespace onedial {

/// Whether every replica of a run is a trial of its own.
bool has_independent_replicas(const AnnealSetup& setup);

/// Whether the trials of a run – replicas, ladders or populations – are independent of each other: what
/// shares random numbers or exchanges clusters is not, and is one trial together.
bool has_independent_trials(const AnnealSetup& setup);

/// What independent trials of one config have found: replicas, ladders or populations, or whole runs where
/// these share random numbers or exchange clusters.
struct AnnealTrials {
  Index sweeps = 0;                   ///< of each trial; of the first run where a method chooses by itself
  Index runs = 0;                     ///< that the trials come from
  std::uint64_t first_seed = 0;       ///< of these runs
  Index hits = 0;                     ///< trials that hit the target
  std::vector<double> energies = {};  ///< the best of each trial; +∞ where none was feasible
  std::optional<double> objective = std::nullopt;  ///< the best of a feasible answer
  Index updates = 0;                               ///< of all trials together
  double seconds = 0;

  [[nodiscard]] Index count() const { return static_cast<Index>(energies.size()); }
  /// The best of each trial that found a feasible answer.
  [[nodiscard]] std::vector<double> feasible_energies() const;
  /// +∞ where no answer was feasible.
  [[nodiscard]] double best_energy() const;
  [[nodiscard]] double updates_per_trial() const;
  [[nodiscard]] double seconds_per_trial() const;
};

/// Adds the trials of a run that was not ended early, and checks its answer. Throws as `checked_answer` does.
void add_run(AnnealTrials& trials, const AnnealSetup& setup, const AnnealRun& run);

}  // namespace onedial
