#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// The units sorted by colour, so that no two coupled units have the same: two colours if the couplings form
/// a bipartite graph (a checkerboard, on a lattice), otherwise the least free colour in the order of units.
std::vector<std::uint32_t> coloured_order(const PairwiseModel& model);

/// As many units as `order` has room for, each drawn anew from 0 … size − 1.
void draw_order(std::size_t size, RandomStream& random, std::span<std::uint32_t> order);

}  // namespace onedial
