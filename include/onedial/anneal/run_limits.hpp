#pragma once
#include <functional>
#include <optional>

#include "onedial/model/state.hpp"

namespace onedial {

/// Whether a state is an answer that counts: that it violates no constraint.
using Feasibility = std::function<bool(const State&)>;

/// What a run looks for, and what may end it early.
struct RunLimits {
  /// Replicas that reach this energy or less have hit the target.
  std::optional<double> target_energy = std::nullopt;
  /// How far above the target still counts: room for the rounding of energies that are not integers.
  double target_tolerance = 0;
  /// Which states count, for models whose states may violate constraints; empty where all do.
  Feasibility is_feasible = {};
  /// Ends the run after the first sweep in which a replica hits the target.
  bool stop_at_target = false;
  /// Ends the run after this many seconds. Where it does, the result depends on the machine's speed.
  std::optional<double> time_limit_seconds = std::nullopt;
};

}  // namespace onedial
