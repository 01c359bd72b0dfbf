#pragma once
#include "onedial/memory/patterns.hpp"
#include "reference_data.hpp"

namespace hopfield_cases {

/// The three patterns of hopfield16.json.
inline onedial::Patterns reference_patterns() {
  const auto data = onedial::reference::load("hopfield16.json");
  onedial::Patterns patterns(16, 3);
  for (onedial::Index p = 0; p < 3; ++p) {
    patterns.col(p) = onedial::reference::vector(data["patterns"][static_cast<std::size_t>(p)]);
  }
  return patterns;
}

inline onedial::Patterns random_spins(onedial::Index units, onedial::Index count, std::uint64_t seed) {
  onedial::RandomStream random(seed, 0);
  return onedial::random_patterns(units, count, 0.5, random);
}

}  // namespace hopfield_cases
