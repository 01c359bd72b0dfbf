#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

/// Exponentials and logarithms that give the same bits on every machine.
///
/// The C library picks its own version of these functions by processor, and the versions differ in the
/// last bit. A run must not, so every number that steers a simulation comes from here: only additions,
/// multiplications and divisions in a fixed order, without contraction (cmake/Room.cmake).
/// Each is within 2 units in the last place of the exact value (expm1: 4); tests hold them to that.
namespace onedial::elementary {

namespace detail {
inline constexpr double ln2_high = 0x1.62e42feep-1;       // the first 32 bits of ln 2: k·ln2_high is exact
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;  // ln 2 − ln2_high
inline constexpr double log2_e = 0x1.71547652b82fep+0;

/// (e^r − 1 − r) / r² for |r| ≤ 0.35: Taylor terms 1/2! … 1/14!, evaluated in pairs so that they overlap.
inline double exp_tail(double r) {
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double r8 = r4 * r4;
  const double a = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
  const double b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
  const double c = (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800.0));
  return a + r4 * b + r8 * (c + r4 * (1.0 / 87178291200.0));
}
}  // namespace detail

/// e^x; 0 below −745.2, +∞ above 709.8, NaN for NaN.
inline double exp(double x) {
  if (!(x < 709.782712893384)) {
    return x > 0 ? std::numeric_limits<double>::infinity() : x;
  }
  if (x < -745.133219101942) {
    return 0.0;
  }
  constexpr double round_shift = 0x1.8p52;  // adding it leaves the nearest integer in the low bits
  const double k_real = (x * detail::log2_e + round_shift) - round_shift;
  const double r = (x - k_real * detail::ln2_high) - k_real * detail::ln2_low;
  const double fraction = 1.0 + (r + (r * r) * detail::exp_tail(r));
  // Two factors, since 2^k itself may lie outside the range of a double while the product does not.
  const auto k = static_cast<std::int64_t>(k_real);
  const std::int64_t half = k / 2;
  const auto power_of_two = [](std::int64_t e) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + e) << 52U);
  };
  return fraction * power_of_two(half) * power_of_two(k - half);
}

/// ln x; −∞ at 0, NaN below.
double log(double x);

/// ln(1 + x), accurate for small x.
double log1p(double x);

/// e^x − 1, accurate for small x.
double expm1(double x);

}  // namespace onedial::elementary
