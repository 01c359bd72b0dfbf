#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {

/// The most units that `exact_annealing` takes: 2²⁰ states, 10⁷ pairs of states a sweep.
inline constexpr Index max_exact_annealing_units = 20;

/// What an infinite number of replicas would show after a sweep.
struct ExactSweep {
  Temperature temperature;
  double mean_energy;
  double ground_probability;  ///< of all states within 10⁻¹⁰ max|E| of the least energy together
};

/// Annealing without noise: the distribution over all 2^N states, from equilibrium at `start`, moved on by
/// the master equation of sequential sweeps (units 0 … N−1), one at each of `temperatures`. An update of a
/// unit exchanges probability within each pair of states that differ in it, so that a sweep costs N·2^N and
/// errs by rounding only. `energies` are those of all states as `enumerate` lists them, so of any
/// EnergyModel. Throws std::invalid_argument unless there are 2^N finite energies, 1 ≤ N ≤
/// `max_exact_annealing_units`.
std::vector<ExactSweep> exact_annealing(std::span<const double> energies,
                                        std::span<const Temperature> temperatures, Temperature start,
                                        KernelKind kernel = KernelKind::heat_bath);

}  // namespace onedial
