#pragma once
#include "onedial/model/pairwise_model.hpp"

namespace onedial::viewer {

/// The least energy of a model of spins, exactly, by transfer of minima: spins are taken in one after the
/// other, and of those whose neighbours are all in, only the better level is kept. Each step costs 2ᶠ, where
/// f is the number of spins in between: the width of a lattice with a free boundary, and a sixth or so of a
/// random graph of three neighbours. The next spin is always one that keeps f small. Throws
/// std::invalid_argument for another domain, and where f exceeds 20.
double ground_energy(const PairwiseModel& model);

}  // namespace onedial::viewer
