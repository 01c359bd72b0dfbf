#pragma once
#include <cstdint>
#include <optional>

#include "onedial/engine/make_system.hpp"
#include "onedial/run/method_config.hpp"
#include "onedial/run/problem_config.hpp"
#include "onedial/run/schedule_config.hpp"

namespace onedial {

/// What a config of `onedial anneal` says.
struct AnnealConfig {
  ProblemConfig problem;
  MethodConfig method;
  SamplerSettings sampler;
  std::optional<KernelKind> kernel;  ///< empty for "auto": what suits the model
  ScheduleConfig cooling;
  std::uint64_t seed = 0;
  std::optional<double> target;  ///< of the objective
  bool stop_at_target = false;
  std::optional<double> time_limit_seconds;
  double checkpoint_seconds = 60;  ///< 0: only where the run ends early
};

/// Reads every key of an annealing config, and refuses any other. Throws ConfigError.
AnnealConfig read_anneal_config(Config& config);

}  // namespace onedial
