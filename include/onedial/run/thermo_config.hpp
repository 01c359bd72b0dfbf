#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/run/problem_config.hpp"
#include "onedial/sample/cluster.hpp"

namespace onedial {

/// What a config of `onedial thermo` says.
struct ThermoConfig {
  /// [sampler]: updates of single units, or of clusters.
  struct Sampler {
    SamplerSettings units;  ///< its replicas are those of all ladders together, known when the ladder is
    std::optional<ClusterKind> clusters;
    Index clusters_per_sweep = 1;  ///< of Wolff's kind
  };
  /// [temperatures]
  struct Range {
    std::optional<double> coldest;  ///< empty for "auto"
    std::optional<double> hottest;  ///< empty for "auto"
    std::optional<Index> count;     ///< empty for "auto"
    LadderPlacement placement = LadderPlacement::equal_acceptance;
    std::vector<double> list = {};  ///< rising; instead of all of the above where it is not empty
    bool reaches_infinity = true;   ///< for the absolute entropy
  };
  /// [measurement]: replica exchange, or the density of states by a flat histogram.
  struct Measurement {
    bool flat_histogram = false;
    double bin_width = 0;  ///< of a flat histogram; 0: a bin for each energy
    Index sweeps = 10'000;
    Index ladders = 8;                   ///< or walkers of a flat histogram
    std::optional<Index> equilibration;  ///< empty for "auto"
    bool order_parameter = false;
    Index order_parameter_every = 10;  ///< sweeps
  };
  /// [hysteresis]
  struct Loop {
    Index sweeps = 0;  ///< of each branch; 0 for no loop
    Index replicas = 64;
  };

  ProblemConfig problem;
  Sampler sampler;
  Range range;
  Measurement measurement;
  Loop loop;
  std::uint64_t seed = 0;
};

/// Reads every key of a config of `onedial thermo`, and refuses any other. Throws ConfigError.
ThermoConfig read_thermo_config(Config& config);

}  // namespace onedial
