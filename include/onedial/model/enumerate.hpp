#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "onedial/core/density_of_states.hpp"
#include "onedial/model/energy_model.hpp"

namespace onedial {

class PairwiseModel;

/// The most units that `enumerate` takes: 2^26 energies are half a gigabyte.
inline constexpr Index max_enumerated_units = 26;

/// Calls `visit(k, E)` for each of the 2^n states in which the units from n on are at level 0; bit i of k is
/// the level of unit i. Walks in Gray code order, one flip a state, and starts afresh every 4,096 states so
/// that rounding errors cannot build up. 0 ≤ n ≤ N, n < 64.
template <EnergyModel Model, class Visit>
void visit_states(Model model, Index first_units, Visit visit) {
  const auto units = static_cast<unsigned>(first_units);
  const std::uint64_t states = std::uint64_t{1} << units;
  const std::uint64_t block = std::min<std::uint64_t>(states, 4096);
  State state(static_cast<std::size_t>(model.size()));
  for (std::uint64_t first = 0; first < states; first += block) {
    const std::uint64_t start = first ^ (first >> 1U);
    for (unsigned unit = 0; unit < units; ++unit) {
      state[unit] = static_cast<Level>((start >> unit) & 1U);
    }
    double energy = model.place(state);
    visit(start, energy);
    for (std::uint64_t step = first + 1; step < first + block; ++step) {
      // From one Gray code word to the next, the lowest set bit of the step number is the one that flips.
      const auto unit = static_cast<Index>(std::countr_zero(step));
      energy += model.flip_energy(unit);
      model.flip(unit);
      visit(step ^ (step >> 1U), energy);
    }
  }
}

/// The energies of all 2^N states, by `visit_states`; bit i of the index is the level of unit i.
/// Throws std::invalid_argument for more than `max_enumerated_units` units.
template <EnergyModel Model>
std::vector<double> enumerate(Model model) {
  const Index units = model.size();
  if (units > max_enumerated_units) {
    throw std::invalid_argument("cannot enumerate " + std::to_string(units) + " units; at most " +
                                std::to_string(max_enumerated_units));
  }
  std::vector<double> energies(std::size_t{1} << static_cast<unsigned>(units));
  visit_states(std::move(model), units, [&](std::uint64_t k, double energy) { energies[k] = energy; });
  return energies;
}

/// The energies of all states of a pairwise model, as above.
std::vector<double> enumerate(const std::shared_ptr<const PairwiseModel>& model);

/// The energies of a pairwise model, each with the number of its states. Energies within 10⁻¹² of the
/// largest |E| are one level. Where no fields act on the spins (in the spin form of the model), only half of
/// the states are visited, since the others are these reversed, and there may be one unit more.
/// Where couplings and fields are all multiples of one number, as integers are, memory is what the levels
/// take, and the 2^26 states of 27 spins on the cubic lattice take one second; otherwise it is some 50 bytes
/// a state visited, which are sorted. Throws std::invalid_argument for more units than that.
DensityOfStates enumerate_density(const std::shared_ptr<const PairwiseModel>& model);

}  // namespace onedial
