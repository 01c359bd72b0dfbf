#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/memory/pattern_sets.hpp"

namespace onedial {

/// How to measure whether memories last at a temperature.
struct RetentionTrials {
  Index units = 500;
  Index sets = 4;             ///< of random patterns, at least 2
  Index cues = 8;             ///< of each set: replicas that start at a pattern, at most as many as there are
  Index equilibration = 100;  ///< sweeps before the measurement
  Index sweeps = 100;         ///< measured
  std::uint64_t seed = 0;
  Index threads = 1;
};

/// What came of it, all per unit.
struct Retention {
  Temperature temperature = Temperature::zero();
  double load = 0;
  double overlap = 0;  ///< mean m with the pattern that was started from
  double overlap_error = 0;
  double energy = 0;
  double energy_error = 0;
};

/// Hebb's rule at a load: starts replicas at patterns, sweeps them by heat bath at each temperature, and
/// measures the overlap that is left: points of the phase diagram, to be held against `retrieval_state`. All
/// temperatures share the sets of patterns. The standard errors are those of means over the sets. Same bits
/// for any number of threads. Nothing comes back if the observer has ended it. Throws std::invalid_argument
/// for settings that make no sense.
std::vector<Retention> measure_retention(const RetentionTrials& trials, Index patterns,
                                         std::span<const Temperature> temperatures,
                                         const SetObserver& observer = {});

}  // namespace onedial
