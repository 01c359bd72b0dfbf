#include "double_double.hpp"

#include <array>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// e^x − 1 for |x| ≤ 0.0055: Taylor's terms up to x¹¹/11!, from the seventh on with the digits of a double.
DoubleDouble expm1_tiny(DoubleDouble x) {
  static constexpr std::array inverse_factorials = {
      // 1/6! … 1/2!
      DoubleDouble(0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65),
      DoubleDouble(0x1.1111111111111p-7, 0x1.1111111111111p-63),
      DoubleDouble(0x1.5555555555555p-5, 0x1.5555555555555p-59),
      DoubleDouble(0x1.5555555555555p-3, 0x1.5555555555555p-57),
      DoubleDouble(0x1.0000000000000p-1, 0x0.0p+0)};
  double tail = 1.0 / 39916800;
  tail = 1.0 / 3628800 + x.high * tail;
  tail = 1.0 / 362880 + x.high * tail;
  tail = 1.0 / 40320 + x.high * tail;
  tail = 1.0 / 5040 + x.high * tail;
  DoubleDouble series(tail);
  for (const DoubleDouble& coefficient : inverse_factorials) {
    series = coefficient + x * series;
  }
  return x + x * (x * series);
}

}  // namespace

DoubleDouble exp_near_zero(DoubleDouble x) {
  constexpr int halvings = 6;
  constexpr double scale = 1.0 / (1 << halvings);
  DoubleDouble result = expm1_tiny({x.high * scale, x.low * scale});
  for (int i = 0; i < halvings; ++i) {
    result = result * (DoubleDouble(2) + result);  // (1 + r)² − 1 keeps the digits that 1 + r would drop
  }
  return DoubleDouble(1) + result;
}

DoubleDouble log(DoubleDouble x) {
  constexpr DoubleDouble ln2(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
  int exponent = 0;
  if (std::frexp(x.high, &exponent) < 0x1.6a09e667f3bcdp-1) {
    --exponent;  // a mantissa in [√½, √2) keeps the logarithm of numbers near 1 accurate
  }
  const DoubleDouble mantissa(std::ldexp(x.high, -exponent), std::ldexp(x.low, -exponent));
  // Newton's step on e^y = mantissa doubles the digits; y itself is taken in two parts of size ≤ 0.35.
  const double half = 0.5 * elementary::log(mantissa.high);
  const DoubleDouble root = exp_near_zero(DoubleDouble(half));
  const DoubleDouble ratio = mantissa / (root * root);
  const DoubleDouble error = ratio - DoubleDouble(1);
  const DoubleDouble correction = error - error * error * DoubleDouble(0.5);
  return DoubleDouble(2 * half) + correction + ln2 * DoubleDouble(exponent);
}

DoubleDouble log1p(DoubleDouble x) {
  if (x.high > 1e-5) {
    return log(DoubleDouble(1) + x);
  }
  DoubleDouble series;
  for (int n = 6; n >= 1; --n) {  // 1 − x/2 + x²/3 − …
    series = DoubleDouble(1) / DoubleDouble(n) - x * series;
  }
  return x * series;
}

}  // namespace onedial
