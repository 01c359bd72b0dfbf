#pragma once
#include <span>

#include "onedial/model/coupling_law.hpp"
#include "onedial/model/lattice.hpp"

namespace onedial {

/// J with a coupling a bond, drawn in the order of the bonds. Two bonds between the same units add up.
PairwiseModel::Sparse couplings_on_bonds(Index units, std::span<const Bond> bonds, CouplingLaw law,
                                         RandomStream& random);

/// E = −Σ J_ij sᵢsⱼ − h Σ sᵢ, s = ±1. Throws std::invalid_argument if the field is not finite.
PairwiseModel ising_of_couplings(const PairwiseModel::Sparse& couplings, double field);

}  // namespace onedial
