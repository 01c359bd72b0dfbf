#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/successive_halving.hpp"
#include "trial_runs.hpp"

namespace onedial::cli {

/// What a race among settings of one config is to spend.
struct RaceSettings {
  Index candidates = 16;
  double updates = 0;  ///< of units, of all candidates together
  bool by_seconds =
      false;  ///< whether times to target count in seconds as they were measured, not in updates
};

/// Settings of [schedule] that compete, with what they have shown so far.
struct Candidate {
  bool is_as_given = false;  ///< the config as it is
  std::string kind;
  double start = 0;
  double end = 0;
  Index sweeps = 0;
  AnnealTrials trials = {};
  Index rungs = 0;  ///< in which it ran

  /// The changes that make it of the config.
  [[nodiscard]] std::vector<ConfigOverride> overrides() const;
  /// Updates or seconds to the target, of success probabilities (hits + ½)/(trials + 1), which are never 0.
  [[nodiscard]] double time_to_target(bool by_seconds) const;
  /// The part of the trials that found a feasible answer.
  [[nodiscard]] double feasible_share() const;
  /// Of these; +∞ where there is none.
  [[nodiscard]] double mean_energy() const;
};

/// The config, and others that differ from it in kind, start, end and, where there is a target, sweeps of the
/// schedule, drawn from the seed over ranges that reach from the automatic temperatures inwards. Sweeps are
/// at most `most_sweeps`, but for the config's own.
std::vector<Candidate> draw_candidates(const Contender& contender, Index count, Index most_sweeps);

/// The config with a candidate's settings and more. Throws InputError.
Contender as_candidate(const Contender& contender, const Candidate& candidate,
                       const std::vector<ConfigOverride>& more = {});

/// How many updates are spread over runs: `runs` of them with `replicas` each.
struct Spread {
  Index replicas = 1;
  Index runs = 1;

  [[nodiscard]] ConfigOverride as_override() const;
};

/// As many replicas as the updates pay for, one at least, in `least_runs` runs or as many more as memory asks
/// for.
Spread spread(double updates, Index units, Index sweeps, Index least_runs);

/// A finished race.
struct TuningRace {
  std::vector<Candidate> candidates;
  std::vector<Rung> rungs;
  [[nodiscard]] const Candidate& best() const;
};

/// Races candidates by successive halving: with a target for the least time to it, where those that never hit
/// it come last, in the order of their best energies; without one for the least mean energy. Empty if
/// interrupted. Throws InputError where the budget does not pay for a trial of the config in the first rung.
std::optional<TuningRace> race(const Contender& contender, const RaceSettings& settings, TrialRuns& runs);

}  // namespace onedial::cli
