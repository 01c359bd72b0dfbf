#pragma once
#include <algorithm>
#include <cmath>

namespace onedial {

/// How far apart two sums that stand for one energy may lie by rounding, where energies go from lowest to
/// highest.
inline double level_tolerance(double lowest, double highest) {
  return 1e-12 * std::max(std::abs(lowest), std::abs(highest));
}

}  // namespace onedial
