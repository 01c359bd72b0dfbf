#pragma once
#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/run_limits.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// The best energy of each replica and the best state of all, kept in a result while a run goes on. Of equal
/// energies the one found first counts, of one sweep the lowest replica. Where `is_feasible` is given, a
/// state that violates a constraint never counts as better than one that does not.
class BestSoFar {
 public:
  /// Takes the states that the system is in as those of sweep 0. Both are kept by reference.
  BestSoFar(const System& system, AnnealResult& result, Feasibility is_feasible = {});

  /// Looks at the states after a sweep.
  void update(Index sweep);

 private:
  [[nodiscard]] bool counts(Index replica);
  void take(Index replica, Index sweep);

  const System* system_;
  AnnealResult* result_;
  Feasibility is_feasible_;
  State scratch_;
};

}  // namespace onedial
