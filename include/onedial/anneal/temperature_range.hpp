#pragma once
#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// Where to start and where to end an annealing run.
struct TemperatureRange {
  Temperature hot;
  Temperature cold;
};

/// Temperatures that fit a model's couplings, the same for both domains of one problem.
///
/// A flip of unit i costs ΔE = 2sᵢ(hᵢ + ΣJᵢⱼsⱼ) in spins; over random states its spread is
/// σᵢ = 2√(hᵢ² + ΣJᵢⱼ²).
/// - hot: four times the largest σᵢ, where even the stiffest unit accepts over 90 % of its moves
///   (for normally distributed ΔE, ½ + e^{1/32} Φ(−¼) = 0.914).
/// - cold: g/ln(100 N), g the smallest gap that a flip can have above zero: a sweep of all N units then makes
///   less than one excitation in a hundred. Where all couplings and fields are multiples of one number q
///   (up to 1000 q), the parity of hᵢ + ΣJᵢⱼ gives g = 2q or 4q. Where they are not, gaps are dense and the
///   smallest ones that matter are those of a typical low-energy state: g = min σᵢ/√N over the units that are
///   coupled at all, from the linear density of local fields at low T (Thouless, Anderson, Palmer 1977).
///
/// A model without couplings and fields has nothing to anneal: the range is [1, 1].
TemperatureRange temperature_range(const PairwiseModel& model);

}  // namespace onedial
