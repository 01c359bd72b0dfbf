#include "run_watch.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

namespace onedial {

RunWatch::RunWatch(const RunLimits& limits) : limits_(limits) {
  if (limits.time_limit_seconds && !(*limits.time_limit_seconds > 0)) {
    throw std::invalid_argument("the time limit must be above 0 seconds");
  }
  if (limits.target_energy && std::isnan(*limits.target_energy)) {
    throw std::invalid_argument("the target energy is NaN");
  }
  if (!(limits.target_tolerance >= 0)) {
    throw std::invalid_argument("the tolerance of the target must be at least 0");
  }
  if (limits.stop_at_target && !limits.target_energy) {
    throw std::invalid_argument("stopping at the target needs a target energy");
  }
}

void RunWatch::go_on_after(double seconds_before) {
  start_ -= std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds_before));
}

std::optional<StopReason> RunWatch::end(const AnnealResult& result, bool has_more) const {
  if (limits_.stop_at_target && result.is_feasible && is_hit(result.best_energy)) {
    return StopReason::target_reached;
  }
  if (has_more && limits_.time_limit_seconds && seconds() >= *limits_.time_limit_seconds) {
    return StopReason::time_limit;
  }
  return std::nullopt;
}

Index RunWatch::group_hits(const AnnealResult& result, Index groups) const {
  const std::span<const double> energies = result.replica_best_energies;
  const std::size_t size = energies.size() / static_cast<std::size_t>(groups);
  Index hits = 0;
  for (std::size_t first = 0; first < energies.size(); first += size) {
    const auto group = energies.subspan(first, size);
    hits += is_hit(*std::min_element(group.begin(), group.end())) ? 1 : 0;
  }
  return hits;
}

void RunWatch::finish(AnnealResult& result, const System& system) const {
  result.seconds = seconds();
  result.last_energies.assign(system.energies().begin(), system.energies().end());
  result.target_hits = group_hits(result, std::ssize(result.replica_best_energies));
}

bool RunWatch::is_hit(double energy) const {
  return limits_.target_energy && energy <= *limits_.target_energy + limits_.target_tolerance;
}

double RunWatch::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

}  // namespace onedial
