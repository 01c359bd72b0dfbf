#pragma once
#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/model/potts.hpp"

namespace onedial {

/// Where to start and where to end an annealing run.
struct TemperatureRange {
  Temperature hot;
  Temperature cold;
};

/// Temperatures that fit a model's couplings, the same for both domains of one problem and in any unit of
/// energy.
///
/// A flip of unit i costs ΔE = 2sᵢ(hᵢ + ΣJᵢⱼsⱼ) in spins; over random states its spread is
/// σᵢ = 2√(hᵢ² + ΣJᵢⱼ²).
/// - hot: four times the largest σᵢ, where Metropolis accepts over 90 % of the moves of even the stiffest
/// unit
///   (for normally distributed ΔE, ½ + e^{1/32} Φ(−¼) = 0.914) and heat bath flips it nearly half of the
///   time.
/// - cold: g/ln(100 N), with g the gap that is to freeze: a sweep of all N units then makes less than one
///   excitation of g in a hundred. Where all couplings and fields are multiples of one number q (up to 1000
///   q, rounding allowed), g is the smallest gap that a flip can have: 2q or 4q by the parity of hᵢ + ΣJᵢⱼ.
///   Where they are not, gaps are dense, and g is the least of what usually tells states apart:
///   the lowest decile over the units of the lower quartile of 2|Jᵢⱼ| within a unit; the lowest decile of the
///   fields, 2|hᵢ| of spins and |hᵢ| of bits; and the interquartile range of the fields of bits, which is
///   what the weights of a problem are beside equal penalties. Fields that fewer than one unit in twenty has
///   do not count, so that no single odd unit sets the schedule of all.
///
/// A model without couplings and fields has nothing to anneal: the range is [1, 1].
TemperatureRange temperature_range(const PairwiseModel& model);

/// The same for a Potts model. A change of unit i from one level to another costs ΔE, whose spread over
/// random states is σᵢ = √(2(ΣJᵢⱼ² + Σₐhᵢ(a)²)/q): hot is four times the largest. The gap that is to freeze
/// is the lowest decile of all |Jᵢⱼ| and |hᵢ(a)| that are not 0.
TemperatureRange temperature_range(const PottsModel& model);

}  // namespace onedial
