#pragma once
#include <cstdint>
#include <string_view>

#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/run/config.hpp"

namespace onedial {

/// How `onedial anneal` looks for the best state.
enum class Method : std::uint8_t {
  annealing,             ///< independent replicas, cooled together
  replica_exchange,      ///< ladders of temperatures whose replicas swap
  population_annealing,  ///< populations that are cooled and resampled
};

/// "annealing", "replica_exchange" or "population_annealing".
std::string_view method_name(Method method);

/// The section [method]. Keys that belong to another method are refused.
struct MethodConfig {
  Method kind = Method::annealing;

  Index levels = 16;  ///< K, of a ladder
  Index ladders = 4;  ///< M
  LadderPlacement placement = LadderPlacement::equal_acceptance;
  bool cluster_moves = false;
  Index cluster_every = 10;  ///< sweeps

  double overlap = 0.85;
  Index populations = 8;
};

/// Throws ConfigError.
MethodConfig read_method(Config& config);

}  // namespace onedial
