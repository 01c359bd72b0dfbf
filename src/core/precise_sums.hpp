#pragma once
#include "level_sums.hpp"

namespace onedial {

/// The sums over excited levels to twice the digits of a double.
struct PreciseSums {
  DoubleDouble weight;  ///< Σ g e^{−d/T}, in units of 1
  DoubleDouble gap;     ///< Σ g d e^{−d/T}, in the frame's unit of energy
};

/// m·2^exponent.
inline DoubleDouble times_power_of_two(DoubleDouble m, int exponent) {
  return {std::ldexp(m.high, exponent), std::ldexp(m.low, exponent)};
}

/// Some five times slower than sums of doubles: only for results that are differences of nearly equal terms.
PreciseSums precise_sums(const Spectrum& spectrum, const LevelFrame& frame);

}  // namespace onedial
