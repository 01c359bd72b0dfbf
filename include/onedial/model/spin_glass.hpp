#pragma once
#include <cstdint>

#include "onedial/model/coupling_law.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// The spin glass of mean field (D. Sherrington, S. Kirkpatrick, Phys. Rev. Lett. 35, 1792, 1975): every two
/// of N spins are coupled, E = −Σ_{i<j} J_ij sᵢsⱼ − h Σ sᵢ with ⟨J⟩ = 0 and ⟨J²⟩ = 1/N, so that it freezes at
/// T = 1 without a field.
struct SherringtonKirkpatrickSettings {
  Index units = 64;
  CouplingLaw couplings = CouplingLaw::gaussian;  ///< of J√N: gaussian or plus_minus
  double field = 0;                               ///< h
  std::uint64_t seed = 0;                         ///< of the couplings, drawn by rows i < j
};

/// The model, dense. Throws std::invalid_argument for fewer than 2 units, another law of couplings, and a
/// field that is not finite.
PairwiseModel sherrington_kirkpatrick(const SherringtonKirkpatrickSettings& settings);

/// The ferromagnet of mean field: J_ij = 1/N for all i ≠ j, E = −(M² − N)/(2N) − hM with M = Σ sᵢ, dense. As
/// N → ∞ it orders at T = 1. Throws std::invalid_argument for fewer than 2 units and a field that is not
/// finite.
PairwiseModel curie_weiss(Index units, double field);

/// Spins on a random graph in which each has d neighbours: E = −Σ J_ij sᵢsⱼ − h Σ sᵢ over its bonds.
struct RandomRegularSettings {
  Index units = 64;
  Index degree = 3;  ///< d
  CouplingLaw couplings = CouplingLaw::plus_minus;
  double field = 0;        ///< h
  std::uint64_t seed = 0;  ///< of the graph (stream 1) and of the couplings (stream 0)
};

/// The model. No unit is its own neighbour and none is twice a neighbour of another. The graph starts as a
/// ring of neighbours and then takes 20 attempts a bond to exchange the ends of two random bonds, which fail
/// where they would make such a neighbour: a Markov chain that tends to all graphs with equal probability (C.
/// Cooper, M. Dyer, C. Greenhill, Comb. Probab. Comput. 16, 557, 2007). Of more than half of all bonds, those
/// that are missing are drawn so. Throws std::invalid_argument for fewer than 2 units or more than 2³¹ − 1,
/// for d less than 1 or at least N, an odd N·d, and a field that is not finite.
PairwiseModel random_regular(const RandomRegularSettings& settings);

}  // namespace onedial
