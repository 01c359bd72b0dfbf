#include "onedial/core/elementary.hpp"

namespace onedial::elementary {
namespace {

constexpr double sqrt_half = 0x1.6a09e667f3bcdp-1;

/// ln(1 + f) = f − (f²/2 − s·(f²/2 + R)), s = f/(2 + f), R = 2s²/3 + 2s⁴/5 + …, for √½ ≤ 1 + f < √2.
/// Returned without its leading f, so that the caller adds the parts from small to large.
double log_correction(double f) {
  const double s = f / (2.0 + f);
  const double z = s * s;
  double series = 0;
  for (int denominator = 25; denominator >= 3; denominator -= 2) {
    series = 2.0 / denominator + z * series;
  }
  const double half_square = 0.5 * f * f;
  return s * (half_square + z * series) - half_square;
}

}  // namespace

double log(double x) {
  if (!(x > 0)) {
    return x == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  if (x == std::numeric_limits<double>::infinity()) {
    return x;
  }
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // in [½, 1)
  if (mantissa < sqrt_half) {
    mantissa *= 2;
    --exponent;
  }
  const double f = mantissa - 1.0;
  return exponent * detail::ln2_high + (f + (log_correction(f) + exponent * detail::ln2_low));
}

double log1p(double x) {
  if (x > sqrt_half - 1.0 && x < 1.0 / sqrt_half - 1.0) {
    return x + log_correction(x);
  }
  const double sum = 1.0 + x;
  if (!(sum > 0) || sum == std::numeric_limits<double>::infinity()) {
    return log(sum);
  }
  // sum has lost the last digits of the smaller term; to first order they add (lost)/sum.
  const double lost = x > 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
  return log(sum) + lost / sum;
}

double expm1(double x) {
  if (x > -0.35 && x < 0.35) {
    return x + (x * x) * detail::exp_tail(x);
  }
  return exp(x) - 1.0;
}

}  // namespace onedial::elementary
