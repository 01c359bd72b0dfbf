#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "onedial/memory/pattern_sets.hpp"
#include "onedial/memory/stored_memory.hpp"

/// What memories hold: random patterns stored, cued and recalled at T = 0, with error bars over independent
/// sets of patterns.
namespace onedial {

/// How to measure a memory.
struct RecallTrials {
  MemoryChoice memory = StorageSettings{};
  double noise = 0;            ///< of the cues; 0 asks whether patterns are stable at all
  double least_overlap = 0.9;  ///< from which on a pattern counts as recalled
  Index sets = 20;             ///< of patterns, at least 2
  Index cues = 50;             ///< of each set, at most as many as there are patterns
  Index most_sweeps = 200;
  std::uint64_t seed = 0;
  Index threads = 1;
};

/// What came of it.
struct RecallRate {
  Index units = 0;
  Index patterns = 0;
  double noise = 0;
  Index trials = 0;
  double recalled = 0;  ///< part of the trials
  double recalled_error = 0;
  double overlap = 0;  ///< mean at the end, with the pattern that was cued
  double overlap_error = 0;

  [[nodiscard]] double load() const { return static_cast<double>(patterns) / static_cast<double>(units); }
};

/// Stores `patterns` random patterns of `units` units in each set, and recalls. Sets in which the memory
/// cannot store them, as dependent ones, count as not recalled. The standard errors are those of means over
/// the sets; that of the recalled part is at least that of independent trials, so that it is not 0 where all
/// or none are recalled. Same bits for any number of threads. Nothing comes back if the observer has ended
/// it. Throws std::invalid_argument for settings that make no sense.
std::optional<RecallRate> measure_recall(const RecallTrials& trials, Index units, Index patterns,
                                         const SetObserver& observer = {});

/// The load at which the recalled part of a rising series of loads falls through one half, by a straight line
/// in the probit of the part, fitted by least squares weighted with the errors over all points between 0.15
/// and 0.85; with its error. Throws std::invalid_argument if fewer than two points lie there.
Estimate half_load(std::span<const RecallRate> curve);

/// α_c of N → ∞ from the half loads of several N, by a straight line in 1/√N, fitted by weighted least
/// squares; where the points scatter about it by more than their errors, the error is that much larger.
/// Throws std::invalid_argument unless there are two sizes or more.
Estimate extrapolated_load(std::span<const Index> units, std::span<const Estimate> half_loads);

}  // namespace onedial
