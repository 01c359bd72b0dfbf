#pragma once
#include <vector>

#include "onedial/model/lattice.hpp"

namespace onedial {

/// The bonds of a random graph of N units with d neighbours each, as `random_regular` describes.
/// 0 ≤ d < N, N·d even.
std::vector<Bond> random_regular_bonds(Index units, Index degree, RandomStream& random);

}  // namespace onedial
