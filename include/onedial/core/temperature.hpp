#pragma once
#include <compare>
#include <limits>
#include <stdexcept>

namespace onedial {

/// Temperature T ≥ 0 in units of energy (k_B = 1). Both ends of the dial are legal values:
/// at T = 0 only minima of the energy count, at T = ∞ energies do not count at all.
///
/// This type owns the limits: E/T is formed by `reduced` and nowhere else, so that 0·∞ cannot arise.
class Temperature {
 public:
  /// Throws std::invalid_argument if `value` is negative or NaN.
  constexpr explicit Temperature(double value) : value_(value) {
    if (!(value >= 0)) {
      throw std::invalid_argument("temperature must be 0 or above, and not NaN");
    }
  }
  static constexpr Temperature zero() { return Temperature(0.0); }
  static constexpr Temperature infinite() { return Temperature(std::numeric_limits<double>::infinity()); }

  [[nodiscard]] constexpr double value() const { return value_; }
  [[nodiscard]] constexpr bool is_zero() const { return value_ == 0; }
  [[nodiscard]] constexpr bool is_infinite() const {
    return value_ == std::numeric_limits<double>::infinity();
  }

  /// energy/T with its limits: at T = 0, ±∞ by the sign of `energy` and 0 for energy 0;
  /// at T = ∞, 0 for every finite energy (an infinite one stays infinite: no heat reaches it).
  [[nodiscard]] constexpr double reduced(double energy) const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (energy == 0 || energy == infinity || energy == -infinity) {
      return energy;
    }
    return energy / value_;  // IEEE division gives ±∞ at T = 0 and ±0 at T = ∞
  }

  friend constexpr auto operator<=>(const Temperature&, const Temperature&) =
      default;  // NOLINT(modernize-use-nullptr): a false alarm

 private:
  double value_;
};

}  // namespace onedial
