#pragma once
#include <cstdint>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// The level of a unit: 0 or 1 for a binary unit, 0 … q−1 for a unit with q levels.
using Level = std::int32_t;

/// One level per unit. The same state serves both domains of a pairwise model.
using State = std::vector<Level>;

/// Throws std::invalid_argument that names the first level that is not one of 0 … levels − 1.
void require_levels(const State& state, Level levels);

/// What the levels 0 and 1 stand for in the energy: {0, 1}, or the spins {−1, +1}.
enum class Domain : std::uint8_t { binary, spin };

/// The number that a level stands for: `level` itself, or 2·level − 1.
inline double level_value(Domain domain, Level level) {
  return domain == Domain::binary ? level : 2 * level - 1;
}

}  // namespace onedial
