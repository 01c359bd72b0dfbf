#pragma once
#include <memory>

#include "onedial/anneal/schedule.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/problem/problem.hpp"
#include "onedial/run/anneal_config.hpp"

namespace onedial {

/// Everything that a config of `onedial anneal` amounts to.
struct AnnealSetup {
  AnnealConfig config;  ///< with the engine that "auto" stands for
  std::shared_ptr<const Problem> problem;
  Encoding encoding;
  TemperatureRange range;  ///< what "auto" means for this model
  Schedule schedule;       ///< where `adaptive` is not
  std::optional<AdaptiveSchedule> adaptive;
};

/// Reads the config and the instance that it names. Throws InputError.
AnnealSetup prepare_anneal(Config& config);

}  // namespace onedial
