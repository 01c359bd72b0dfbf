#pragma once
#include <bit>
#include <cmath>
#include <cstdint>

#include "double_double.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/spectrum.hpp"

// How exact sums over the levels of a spectrum are formed (private to core). Two powers of two are taken out
// beforehand, one from the energies and one from the weights, so that nothing over- or underflows on the way
// to a result that a double can hold.
namespace onedial {

/// m·2^exponent, for factors far below the range of a double.
struct ScaledNumber {
  double mantissa = 0;
  int exponent = 0;

  [[nodiscard]] double value() const { return std::ldexp(mantissa, exponent); }
  [[nodiscard]] ScaledNumber shifted(int by) const { return {mantissa, exponent + by}; }
  friend ScaledNumber operator*(ScaledNumber a, double factor) { return {a.mantissa * factor, a.exponent}; }
};

/// e^{−x}, x ≥ 0 given in two parts, as a mantissa in [0.7, 1.42] and a power of two.
inline ScaledNumber scaled_weight(DoubleDouble x) {
  constexpr double round_shift = 0x1.8p52;
  const double k = (-x.high * elementary::detail::log2_e + round_shift) - round_shift;
  const double rest = (-x.high - k * elementary::detail::ln2_high) - k * elementary::detail::ln2_low;
  return {elementary::exp(rest - x.low), static_cast<int>(k)};
}

/// 2^exponent for −1022 ≤ exponent ≤ 1023.
inline double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent) << 52U);
}

/// Energies above this many temperatures weigh nothing: even with 10³⁰⁸ states and divided by the third
/// power of the least temperature a double cannot hold what they add.
inline constexpr double weightless = 5000;

/// The units in which the levels of a spectrum are summed, and how far up the sums go.
struct LevelFrame {
  /// For the levels that have any weight at a temperature above 0.
  static LevelFrame of_weighty_levels(const Spectrum& spectrum, Temperature t);
  /// For all levels of finite energy, in units of 1.
  static LevelFrame of_all_levels(Temperature t);

  int energy_exponent;      ///< energies are in units of 2^energy_exponent
  int weight_exponent = 0;  ///< weights of excited levels are in units of 2^weight_exponent
  double temperature;       ///< T in units of 2^energy_exponent, possibly ∞
  double reach;             ///< the largest gap summed; finite also at T = ∞: +∞ is never reached
};

/// A level above the ground level, in the units of the frame.
struct Level {
  DoubleDouble gap;      ///< d = E − E₀, exact
  DoubleDouble reduced;  ///< d/T
  double degeneracy;     ///< g
};

/// Calls `visit(level)` for every excited level within the frame's reach.
template <class Visit>
void for_each_excited(const Spectrum& spectrum, const LevelFrame& frame, Visit visit) {
  const auto energies = spectrum.energies();
  const double ground = spectrum.ground_energy();
  const double unit = std::ldexp(1.0, -frame.energy_exponent);
  for (std::size_t i = 0; i < energies.size(); ++i) {
    const double degeneracy = spectrum.degeneracy(static_cast<Index>(i));
    if (!(energies[i] > ground) || !(degeneracy > 0)) {
      continue;
    }
    const DoubleDouble exact = DoubleDouble::sum(energies[i], -ground);
    const DoubleDouble gap(exact.high * unit, exact.low * unit);
    if (!(gap.high <= frame.reach)) {
      continue;
    }
    const double ratio = gap.high / frame.temperature;
    // What the quotient leaves is 0 at T = ∞, and matters to no weightless level.
    const double lost = std::isinf(frame.temperature) || ratio > weightless
                            ? 0.0
                            : (std::fma(-ratio, frame.temperature, gap.high) + gap.low) / frame.temperature;
    visit(Level{gap, {ratio, lost}, degeneracy});
  }
}

/// g·e^{−d/T} in the frame's unit of weight.
inline double weight_of(const Level& level, const LevelFrame& frame) {
  const ScaledNumber boltzmann = scaled_weight(level.reduced);
  const int exponent = boltzmann.exponent - frame.weight_exponent;
  return exponent < -1022 ? 0.0 : boltzmann.mantissa * power_of_two(exponent) * level.degeneracy;
}

}  // namespace onedial
