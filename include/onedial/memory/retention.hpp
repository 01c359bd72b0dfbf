#pragma once
#include <cstdint>

#include "onedial/core/temperature.hpp"
#include "onedial/memory/patterns.hpp"

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

/// Hebb's rule at a load: starts each replica at a pattern, sweeps by heat bath at T, and measures the
/// overlap that is left: a point of the phase diagram, to be held against `retrieval_state`. The standard
/// errors are those of means over the sets. Same bits for any number of threads. Throws std::invalid_argument
/// for settings that make no sense.
Retention measure_retention(const RetentionTrials& trials, Index patterns, Temperature t);

}  // namespace onedial
