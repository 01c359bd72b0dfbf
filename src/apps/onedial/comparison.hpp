#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/optimal_sweeps.hpp"
#include "onedial/anneal/residual_energy.hpp"
#include "onedial/run/anneal_trials.hpp"
#include "outcome.hpp"

namespace onedial::cli {

/// What the trials of one config amount to.
struct Score {
  explicit Score(const AnnealTrials& trials, const TargetCertainty& certainty);

  IntervalEstimate success;
  IntervalEstimate sweeps;   ///< to the target
  IntervalEstimate updates;  ///< to the target
  IntervalEstimate seconds;  ///< to the target, at the speed that was measured
};

/// One config of a comparison.
struct Contestant {
  std::string name;
  Index replicas = 0;
  AnnealTrials trials = {};                ///< at equal cost
  std::vector<AnnealTrials> lengths = {};  ///< of rising numbers of sweeps; empty unless asked for
};

/// Configs of one problem that were run at equal cost.
struct Comparison {
  std::string problem;           ///< for a title
  std::string objective_name;    ///< "cut"
  std::optional<double> target;  ///< objective
  std::optional<double> target_energy = std::nullopt;
  Index units = 0;              ///< that residual energies are divided by, whatever the encoding
  std::string cost;             ///< that is equal
  bool counts_seconds = false;  ///< whether times to target are compared in seconds, not in updates
  TargetCertainty certainty = {};
  std::uint64_t seed = 0;
  std::vector<Contestant> contestants = {};

  /// E₀: the target's energy, or the least that any trial has found where that is less or there is no target.
  [[nodiscard]] double ground_energy() const;
  /// (E − E₀)/N of each trial that found a feasible answer, in rising order.
  [[nodiscard]] std::vector<double> residual_energies(const AnnealTrials& trials) const;
  /// Their mean against sweeps; lengths of less than two feasible trials are left out.
  [[nodiscard]] std::vector<ResidualEnergy> residual_course(const Contestant& contestant) const;
  /// Empty without a target, without lengths and without a hit.
  [[nodiscard]] std::optional<OptimalSweeps> optimum(const Contestant& contestant) const;
};

/// One quantity of two contestants, `second` against `first`.
struct Difference {
  std::string
      quantity;  ///< "success probability", "updates to target", "seconds to target", "residual energy"
  bool is_ratio = false;
  std::size_t first = 0;
  std::size_t second = 0;
  IntervalEstimate value = {};

  /// Whether the two differ by more than chance explains.
  [[nodiscard]] bool is_beyond_error() const { return value.excludes(is_ratio ? 1 : 0); }
};

/// All pairs, in intervals so wide that those of one quantity hold at once at the comparison's level
/// (Bonferroni). Success probabilities and residual energies are compared where trials of both cost the same
/// updates.
std::vector<Difference> differences(const Comparison& comparison);

/// The document, the table for the reader, comparison.csv and the figure.
Outcome outcome_of(const Comparison& comparison);

}  // namespace onedial::cli
