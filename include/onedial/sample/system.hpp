#pragma once
#include <cstdint>
#include <span>

#include "onedial/core/state_archive.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/model/state.hpp"

namespace onedial {

/// What one sweep of all replicas did.
struct SweepStats {
  Index attempts = 0;  ///< updates tried: R·N for a system of R replicas of N units
  Index flips = 0;     ///< updates that changed a unit
};

/// R replicas of a model's state that can be brought to equilibrium, each at a temperature of its own.
///
/// The one virtual interface of the library: annealing, measuring and viewing are written once against it.
/// There is one virtual call a sweep and none a site. Replicas draw from random streams of their own, so
/// results do not depend on threads.
class System {
 public:
  System() = default;
  System(const System&) = delete;
  System& operator=(const System&) = delete;
  virtual ~System() = default;

  [[nodiscard]] virtual Index size() const = 0;      ///< N, the number of units
  [[nodiscard]] virtual Index replicas() const = 0;  ///< R

  /// Puts every replica into a uniformly random state (T = ∞) and starts its random stream anew:
  /// replica r continues with stream r of `seed`.
  virtual void randomize(std::uint64_t seed) = 0;

  /// N update attempts in each replica, replica r at `temperatures[r]`.
  /// Throws std::invalid_argument unless there are R temperatures.
  virtual SweepStats sweep(std::span<const Temperature> temperatures) = 0;

  /// The energy of each replica (R), always current.
  [[nodiscard]] virtual std::span<const double> energies() const = 0;

  /// Copies the state of a replica into `state`, which is resized to N.
  virtual void read(Index replica, State& state) const = 0;

  /// Puts a replica into a state of N levels. Throws std::invalid_argument if the size is another.
  virtual void write(Index replica, const State& state) = 0;

  /// Carries the exact state of all replicas – levels, random numbers, running sums – into `archive`, or from
  /// there into this system, which then goes on with the same bits. That is for a system of the same model,
  /// made in the same way; of what is another, only another size is noticed. Throws std::invalid_argument
  /// where the archive holds too little; the system is then to be randomized before it is used.
  virtual void transfer(StateArchive& archive) = 0;

  /// Puts replica `to` into the state of replica `from`. Each keeps its own random numbers.
  virtual void copy(Index from, Index to) {
    State state;
    read(from, state);
    write(to, state);
  }
};

}  // namespace onedial
