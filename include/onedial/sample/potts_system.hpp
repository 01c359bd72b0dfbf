#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>

#include "onedial/core/boltzmann.hpp"
#include "onedial/model/potts.hpp"
#include "onedial/sample/kernel.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// Heat bath of a unit with q levels: it forgets its level and draws a new one from its conditional
/// distribution, the softmax of its energies. At T = 0 ties at the least energy are drawn with equal
/// probability.
struct LevelHeatBath {
  /// The next level, from the unit's energy at each level (q). `weights` (q) is overwritten.
  template <class Decide>
  static Level next_level(std::span<const double> energies, Level /*now*/, Temperature t,
                          std::span<double> weights, Decide& decide) {
    const double ground = *std::min_element(energies.begin(), energies.end());
    std::transform(energies.begin(), energies.end(), weights.begin(),
                   [&](double energy) { return boltzmann_weight(energy, ground, t); });
    return static_cast<Level>(decide.choose(weights));
  }
};

/// Metropolis of a unit with q levels: one of the q − 1 others is proposed, each as often as any other, and
/// accepted with min(1, e^{−ΔE/T}).
struct LevelMetropolis {
  template <class Decide>
  static Level next_level(std::span<const double> energies, Level now, Temperature t,
                          std::span<double> /*weights*/, Decide& decide) {
    const auto levels = static_cast<Level>(energies.size());
    const Level proposed = (now + 1 + static_cast<Level>(decide.below(levels - 1))) % levels;
    const double cost =
        energies[static_cast<std::size_t>(proposed)] - energies[static_cast<std::size_t>(now)];
    return decide(metropolis_probability(cost, t)) ? proposed : now;
  }
};

/// One sweep of `state`: units 0 … N−1 in order, each to the level that the kernel says. `decide` has the
/// members of RandomDecision; tests pass one that walks through every outcome, as to `sweep_sequentially`.
/// `on_change(energy_change)` is called for each unit that changes. `scratch` (2q) is overwritten.
template <class Kernel, class Decide, class OnChange>
void sweep_levels_sequentially(const PottsModel& model, State& state, Temperature t,
                               std::span<double> scratch, Decide& decide, OnChange on_change) {
  const Index units = model.size();
  const auto levels = static_cast<std::size_t>(model.levels());
  const std::span<double> energies = scratch.first(levels);
  const std::span<double> weights = scratch.last(levels);
  for (Index unit = 0; unit < units; ++unit) {
    Level& level = state[static_cast<std::size_t>(unit)];
    const Level before = level;
    model.level_energies(state, unit, energies);
    level = Kernel::next_level(energies, before, t, weights, decide);
    if (level != before) {
      on_change(energies[static_cast<std::size_t>(level)] - energies[static_cast<std::size_t>(before)]);
    }
  }
}

/// R replicas of a Potts model under single-unit updates in sequential order; replica r draws from stream
/// `first_stream` + r. Where couplings and fields are
/// whole numbers, the energies of levels are kept up to date and weights looked up, with the same draws.
/// States are refused, with std::invalid_argument, if a level is not one of 0 … q−1. Throws as
/// ReferenceSystem does.
std::unique_ptr<System> make_potts_system(const std::shared_ptr<const PottsModel>& model, KernelKind kernel,
                                          Index replicas, Index threads, std::uint64_t seed,
                                          std::uint64_t first_stream = 0);

}  // namespace onedial
