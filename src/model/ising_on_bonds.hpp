#pragma once
#include <span>

#include "onedial/model/coupling_law.hpp"
#include "onedial/model/lattice.hpp"

namespace onedial {

/// E = −Σ J_ij sᵢsⱼ − h Σ sᵢ over the bonds, s = ±1, with couplings drawn in the order of the bonds. Two
/// bonds between the same units add up to one coupling. Throws std::invalid_argument if the field is not
/// finite.
PairwiseModel ising_on_bonds(Index units, std::span<const Bond> bonds, CouplingLaw law, double field,
                             RandomStream& random);

}  // namespace onedial
