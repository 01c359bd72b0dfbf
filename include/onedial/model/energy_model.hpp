#pragma once
#include <concepts>

#include "onedial/model/state.hpp"

namespace onedial {

/// A model of two-level units that can be put into a state and changed by one flip at a time.
/// Any struct with these four members can be enumerated, sampled and annealed:
/// - `size()`: the number of units N;
/// - `place(state)`: takes the state (N levels of 0 or 1) as its own and returns its energy;
/// - `flip_energy(i)`: E after flipping unit i − E now;
/// - `flip(i)`: flips unit i.
/// It is copied once per replica, so it should share what is large and constant. A model that keeps sums
/// which rounding makes depend on the flips before, such as local fields, should also have
/// `transfer(archive)`, as System has, or runs that are stored and gone on with will not have the same bits.
template <class Model>
concept EnergyModel = std::copy_constructible<Model> &&
    requires(Model model, const Model& constant, const State& state, Index unit) {
  { constant.size() } -> std::convertible_to<Index>;
  { model.place(state) } -> std::convertible_to<double>;
  { constant.flip_energy(unit) } -> std::convertible_to<double>;
  model.flip(unit);
};

}  // namespace onedial
