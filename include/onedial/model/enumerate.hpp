#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "onedial/model/energy_model.hpp"

namespace onedial {

class PairwiseModel;

/// The most units that `enumerate` takes: 2^26 energies are half a gigabyte.
inline constexpr Index max_enumerated_units = 26;

/// The energies of all 2^N states; bit i of the index is the level of unit i.
/// Walks in Gray code order, one flip a state, and starts afresh every 4,096 states so that rounding errors
/// cannot build up. Throws std::invalid_argument for more than `max_enumerated_units` units.
template <EnergyModel Model>
std::vector<double> enumerate(Model model) {
  const auto units = static_cast<unsigned>(model.size());
  if (model.size() > max_enumerated_units) {
    throw std::invalid_argument("cannot enumerate " + std::to_string(units) + " units; at most " +
                                std::to_string(max_enumerated_units));
  }
  const std::uint64_t states = std::uint64_t{1} << units;
  const std::uint64_t block = std::min<std::uint64_t>(states, 4096);
  std::vector<double> energies(states);
  State state(units);
  for (std::uint64_t first = 0; first < states; first += block) {
    const std::uint64_t start = first ^ (first >> 1U);
    for (unsigned unit = 0; unit < units; ++unit) {
      state[unit] = static_cast<Level>((start >> unit) & 1U);
    }
    double energy = model.place(state);
    energies[start] = energy;
    for (std::uint64_t step = first + 1; step < first + block; ++step) {
      // From one Gray code word to the next, the lowest set bit of the step number is the one that flips.
      const auto unit = static_cast<Index>(std::countr_zero(step));
      energy += model.flip_energy(unit);
      model.flip(unit);
      energies[step ^ (step >> 1U)] = energy;
    }
  }
  return energies;
}

/// The energies of all states of a pairwise model, as above.
std::vector<double> enumerate(const std::shared_ptr<const PairwiseModel>& model);

}  // namespace onedial
