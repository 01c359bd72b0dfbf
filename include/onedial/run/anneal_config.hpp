#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/schedule.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/run/problem_config.hpp"

namespace onedial {

/// What a config of `onedial anneal` says.
struct AnnealConfig {
  struct Cooling {
    std::string kind;
    std::optional<double> start;  ///< empty for "auto"
    std::optional<double> end;    ///< empty for "auto"
    double decay = 5;
    std::vector<double> temperatures;
    Index sweeps = 1000;
  };

  ProblemConfig problem;
  SamplerSettings sampler;
  Cooling cooling;
  std::uint64_t seed = 0;
  std::optional<double> target;  ///< of the objective
  bool stop_at_target = false;
  std::optional<double> time_limit_seconds;
};

/// Reads the section [schedule]. Throws ConfigError.
AnnealConfig::Cooling read_cooling(Config& config);

/// Reads every key of an annealing config, and refuses any other. Throws ConfigError.
AnnealConfig read_anneal_config(Config& config);

/// The schedule that `cooling` describes, with "auto" ends taken from `range`.
/// Throws ConfigError at the key to blame if the schedule cannot be, or if it would heat instead of cool.
Schedule make_schedule(const AnnealConfig::Cooling& cooling, const TemperatureRange& range,
                       const Config& config);

}  // namespace onedial
