#pragma once
#include <fmt/core.h>

#include <cmath>
#include <span>
#include <stdexcept>

namespace onedial {

/// Throws std::invalid_argument that names `value`, unless it is finite.
inline void require_finite(double value) {
  if (!std::isfinite(value)) {
    throw std::invalid_argument(fmt::format("a measured value ({}) must be finite", value));
  }
}

inline void require_finite(std::span<const double> values) {
  for (const double value : values) {
    require_finite(value);
  }
}

}  // namespace onedial
