#pragma once
#include "onedial/core/temperature.hpp"

namespace onedial {

/// What the kernels know of a temperature: unit/T to more digits than one number holds, and which gaps
/// d = m − z below the maximum m still count.
template <class Real>
struct Dial {
  Real scale;       ///< unit/T
  Real scale_high;  ///< in double its leading 26 bits, in float the same
  Real scale_low;   ///< unit/T − scale_high
  Real cut;         ///< greatest gap with a weight above 0
};

/// For 2^{−scale·d} = e^{−d/T}, with weights below e^−87 (float) or e^−708 (double) counted as 0: what is
/// left, products with 1/Z apart, is never denormal. At T = 0 only d = 0 counts, at T = ∞ every finite d.
template <class Real>
Dial<Real> weight_dial(Temperature t);

/// For d/T itself; the cut is 0 at T = 0, and spares every finite gap above.
template <class Real>
Dial<Real> gap_dial(Temperature t);

/// The least logit with a gap of at most `cut` to `reference`; never −∞.
template <class Real>
Real lowest_counted(Real reference, Real cut);

/// `t`, or 0 if it is so low that unit/T would overflow: below 2^−120 (float) or 2^−1000 (double).
template <class Real>
Temperature representable(Temperature t);

}  // namespace onedial
