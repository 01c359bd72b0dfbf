#include "precise_sums.hpp"

namespace onedial {
namespace {

/// g·e^{−d/T}.
DoubleDouble precise_weight(const Level& level) {
  constexpr DoubleDouble ln2_low(elementary::detail::ln2_low, 0x1.cc01f97b57a08p-87);
  const int k = scaled_weight(level.reduced).exponent;
  const DoubleDouble rest = DoubleDouble::sum(-level.reduced.high, -k * elementary::detail::ln2_high) -
                            DoubleDouble(level.reduced.low) - DoubleDouble(k) * ln2_low;
  return times_power_of_two(exp_near_zero(rest) * DoubleDouble(level.degeneracy), k);
}

}  // namespace

PreciseSums precise_sums(const Spectrum& spectrum, const LevelFrame& frame) {
  PreciseSums sums;
  for_each_excited(spectrum, frame, [&](const Level& level) {
    const DoubleDouble weight = precise_weight(level);
    sums.weight = sums.weight + weight;
    sums.gap = sums.gap + weight * level.gap;
  });
  return sums;
}

}  // namespace onedial
