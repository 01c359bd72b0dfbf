#pragma once
#include <memory>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/model/local_fields.hpp"

namespace onedial {

/// A stretch of time at a temperature. One unit of time is one chance to change for each unit that is not
/// clamped, on average: as many draws of a unit at random as there are such units.
struct AnnealingStage {
  Index time;
  Temperature temperature;
};

/// A chain of Gibbs sampling in which some units are clamped: units that are not are drawn at random, one at
/// a time, each from its conditional distribution (heat bath). What it tends to is the Boltzmann distribution
/// given the clamped units.
class ClampedGibbs {
 public:
  /// Starts in the state of all levels 0, no unit clamped. Throws std::invalid_argument if the model's
  /// couplings are not dense.
  explicit ClampedGibbs(std::shared_ptr<const PairwiseModel> model);

  /// Takes a state of N levels, of which only the units `free` will change.
  /// Throws std::invalid_argument for another number of levels, a level that is not 0 or 1, or a unit that
  /// there is not.
  void place(const State& state, std::span<const Index> free);

  /// Every free unit by a coin: equilibrium at T = ∞.
  void randomize(RandomStream& random);

  void run(const AnnealingStage& stage, RandomStream& random);

  [[nodiscard]] const State& state() const { return state_; }

 private:
  void flip(Index unit) {
    fields_.flip(unit);
    state_[static_cast<std::size_t>(unit)] ^= 1;
  }

  LocalFields<PairwiseModel::Dense> fields_;
  State state_;
  std::vector<Index> free_;
};

}  // namespace onedial
