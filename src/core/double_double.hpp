#pragma once
#include <cmath>

namespace onedial {

/// The unevaluated sum high + low of two doubles with |low| ≤ ulp(high)/2: about 106 significant bits
/// (Dekker 1971). For the few sums that nearly cancel; it gives the same bits on every machine, since it
/// needs nothing but IEEE additions, products and one fused multiply-add that is exact by definition.
struct DoubleDouble {
  double high = 0;
  double low = 0;

  constexpr DoubleDouble() = default;
  constexpr explicit DoubleDouble(double value) : high(value) {}
  constexpr DoubleDouble(double high_part, double low_part) : high(high_part), low(low_part) {}

  /// a + b without loss (Knuth's two-sum).
  static constexpr DoubleDouble sum(double a, double b) {
    const double rounded = a + b;
    const double b_part = rounded - a;
    return {rounded, (a - (rounded - b_part)) + (b - b_part)};
  }
  /// a·b without loss, unless it underflows.
  static DoubleDouble product(double a, double b) {
    const double rounded = a * b;
    return {rounded, std::fma(a, b, -rounded)};
  }

  [[nodiscard]] constexpr double value() const { return high + low; }

  friend constexpr DoubleDouble operator-(DoubleDouble a) { return {-a.high, -a.low}; }
  friend constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
    const DoubleDouble leading = sum(a.high, b.high);
    const DoubleDouble trailing = sum(a.low, b.low);
    const DoubleDouble carried = renormalize(leading.high, leading.low + trailing.high);
    return renormalize(carried.high, carried.low + trailing.low);
  }
  friend constexpr DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + -b; }
  friend DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
    const DoubleDouble leading = product(a.high, b.high);
    return renormalize(leading.high, leading.low + (a.high * b.low + a.low * b.high));
  }
  friend DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
    const double first = a.high / b.high;
    const DoubleDouble left = a - b * DoubleDouble(first);
    const double second = left.high / b.high;
    const double third = (left - b * DoubleDouble(second)).high / b.high;
    return renormalize(first, second) + DoubleDouble(third);
  }

 private:
  /// a + b for |a| ≥ |b|.
  static constexpr DoubleDouble renormalize(double a, double b) {
    const double rounded = a + b;
    return {rounded, b - (rounded - a)};
  }
};

/// e^x for |x| ≤ 0.35, to about 100 bits.
DoubleDouble exp_near_zero(DoubleDouble x);

/// ln x for finite x > 0, with an error of some 2⁻¹⁰⁵ of itself or of 1, whichever is larger.
DoubleDouble log(DoubleDouble x);

/// ln(1 + x) for finite x ≥ 0, to about 90 bits also where x is small.
DoubleDouble log1p(DoubleDouble x);

}  // namespace onedial
