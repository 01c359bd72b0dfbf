#pragma once
#include <cstdint>

#include "onedial/learn/exact_learning.hpp"

/// The inverse Ising problem: from what a machine without hidden units does, back to its weights. Where it is
/// too large for `fit_exactly`, these estimate them.
namespace onedial {

/// Maximises the mean over the examples of Σᵢ ln p(sᵢ | all other units) (Besag 1975), in time in proportion
/// to the number of different examples, not of states. As the examples grow in number the estimate tends to
/// the right weights, with errors somewhat larger than those of maximum likelihood. Throws
/// std::invalid_argument unless the machine has no hidden units, the examples have its units, and T is finite
/// and above 0.
FittedMachine fit_pseudo_likelihood(const BoltzmannMachine& start, const WeightedStates& data, Temperature t,
                                    const AscentSettings& settings = {});

/// Which terms of the expansion for weak couplings.
enum class MeanField : std::uint8_t {
  naive,  ///< first order: J = −C⁻¹ off the diagonal (Kappen, Rodríguez 1998)
  tap,  ///< second order: (C⁻¹)ᵢⱼ = −Jᵢⱼ − 2Jᵢⱼ²mᵢmⱼ, with Onsager's term in the fields
};

/// Couplings between all spins {−1, +1}, and fields, from their means m and covariances C, at T = 1: exact as
/// couplings become weak, with errors of second order (naive) or third (tap).
/// Throws InputError where a spin never changes, C has no inverse, or the equation of second order has no
/// solution, as with couplings that are too strong for it or examples that are too few.
PairwiseModel fit_mean_field(const WeightedStates& data, MeanField order);

}  // namespace onedial
