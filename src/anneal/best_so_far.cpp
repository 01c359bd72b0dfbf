#include "onedial/anneal/best_so_far.hpp"

#include <limits>
#include <utility>

namespace onedial {

BestSoFar::BestSoFar(const System& system, AnnealResult& result, Feasibility is_feasible)
    : system_(&system), result_(&result), is_feasible_(std::move(is_feasible)) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  result.replica_best_energies.assign(static_cast<std::size_t>(system.replicas()), infinity);
  result.best_energy = infinity;
  result.is_feasible = false;
  update(0);
}

void BestSoFar::update(Index sweep) {
  const auto energies = system_->energies();
  for (std::size_t r = 0; r < energies.size(); ++r) {
    const auto replica = static_cast<Index>(r);
    double& best = result_->replica_best_energies[r];
    if (energies[r] < best && counts(replica)) {
      best = energies[r];
      if (!result_->is_feasible || best < result_->best_energy) {
        result_->is_feasible = true;
        take(replica, sweep);
      }
    } else if (!result_->is_feasible && energies[r] < result_->best_energy) {
      take(replica, sweep);
    }
  }
}

bool BestSoFar::counts(Index replica) {
  if (!is_feasible_) {
    return true;
  }
  system_->read(replica, scratch_);
  return is_feasible_(scratch_);
}

void BestSoFar::take(Index replica, Index sweep) {
  result_->best_energy = system_->energies()[static_cast<std::size_t>(replica)];
  result_->best_replica = replica;
  result_->best_sweep = sweep;
  system_->read(replica, result_->best_state);
}

}  // namespace onedial
