#pragma once
#include <chrono>
#include <optional>

#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/run_limits.hpp"

namespace onedial {

/// Watches the limits of a run, from its beginning on, and says what came of it.
class RunWatch {
 public:
  /// Throws std::invalid_argument for limits that make no sense.
  explicit RunWatch(const RunLimits& limits);

  /// Takes over from a run that has used so many seconds already.
  void go_on_after(double seconds_before);

  /// Whether the run has to end after a sweep, and why. Time does not count where there is nothing left to
  /// do.
  [[nodiscard]] std::optional<StopReason> end(const AnnealResult& result, bool has_more) const;

  /// Whether there is a target, and this energy hits it.
  [[nodiscard]] bool is_hit(double energy) const;

  /// Of groups of equally many replicas in succession, those with one that has hit the target.
  [[nodiscard]] Index group_hits(const AnnealResult& result, Index groups) const;

  /// Fills in the seconds, the last energies and the replicas that have hit the target.
  void finish(AnnealResult& result, const System& system) const;

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] double seconds() const;

  RunLimits limits_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace onedial
