#include "dial.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace onedial {
namespace {

/// A number to about twice the digits of a double: high + low.
struct Pair {
  double high;
  double low;
};

constexpr Pair log2_e{0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};

template <class Real>
constexpr double least_temperature = 0x1p-1000;
template <>
constexpr double least_temperature<float> = 0x1p-120;

template <class Real>
constexpr double greatest_reduced_gap = 708;
template <>
constexpr double greatest_reduced_gap<float> = 87;

float high_part(float x) {
  return x;
}
double high_part(double x) {  // 26 bits: the product with as many bits of a gap is exact
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & 0xFFFFFFFFF8000000U);
}

template <class Real>
Dial<Real> quotient(Pair unit, Temperature t) {
  if (t.is_zero() || t.is_infinite()) {
    return {0, 0, 0, 0};
  }
  const double ratio = unit.high / t.value();
  const double remainder = (std::fma(-ratio, t.value(), unit.high) + unit.low) / t.value();
  const auto scale = static_cast<Real>(ratio);
  const Real high = high_part(scale);
  const double low = (ratio - static_cast<double>(high)) + remainder;
  return {.scale = scale, .scale_high = high, .scale_low = static_cast<Real>(low), .cut = 0};
}

}  // namespace

template <class Real>
Real lowest_counted(Real reference, Real cut) {
  Real lowest = reference - cut;
  if (reference - lowest > cut) {
    lowest = std::nextafter(lowest, reference);
  }
  return std::max(lowest, std::numeric_limits<Real>::lowest());
}

template <class Real>
Temperature representable(Temperature t) {
  return t.value() < least_temperature<Real> ? Temperature::zero() : t;
}

template <class Real>
Dial<Real> weight_dial(Temperature t) {
  t = representable<Real>(t);
  Dial<Real> dial = quotient<Real>(log2_e, t);
  constexpr Real greatest = std::numeric_limits<Real>::max();
  const double cut = greatest_reduced_gap<Real> * t.value();
  dial.cut = cut < static_cast<double>(greatest) ? static_cast<Real>(cut) : greatest;
  return dial;
}

template <class Real>
Dial<Real> gap_dial(Temperature t) {
  t = representable<Real>(t);
  Dial<Real> dial = quotient<Real>({1.0, 0.0}, t);
  dial.cut = t.is_zero() ? 0 : std::numeric_limits<Real>::max();
  return dial;
}

template Dial<float> weight_dial(Temperature t);
template Dial<double> weight_dial(Temperature t);
template Dial<float> gap_dial(Temperature t);
template Dial<double> gap_dial(Temperature t);
template float lowest_counted(float reference, float cut);
template double lowest_counted(double reference, double cut);
template Temperature representable<float>(Temperature t);
template Temperature representable<double>(Temperature t);

}  // namespace onedial
