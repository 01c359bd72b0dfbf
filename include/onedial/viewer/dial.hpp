#pragma once
#include <optional>
#include <string_view>

#include "onedial/core/temperature.hpp"

namespace onedial::viewer {

/// The scale of a dial: from its stop at T = 0, logarithmic from the coldest to the hottest temperature, to
/// its stop at T = ∞.
class DialScale {
 public:
  /// Throws std::invalid_argument unless 0 < coldest < hottest < ∞.
  DialScale(Temperature coldest, Temperature hottest);

  /// Where a temperature is: 0 at T = 0, 1 at T = ∞. Temperatures beyond the scale are at its ends.
  [[nodiscard]] double position(Temperature t) const;
  /// The temperature at a place from 0 to 1, rounded to three significant digits.
  [[nodiscard]] Temperature temperature(double position) const;
  /// One notch up (1) or down (−1): to a temperature of two digits, 1.0, 1.1 … 9.9, 10, or of three if
  /// `fine`. Beyond the ends lie T = 0 and T = ∞.
  [[nodiscard]] Temperature nudged(Temperature t, int notches, bool fine) const;

  [[nodiscard]] Temperature coldest() const { return coldest_; }
  [[nodiscard]] Temperature hottest() const { return hottest_; }

  /// The part of the way that is left to each of the stops.
  static constexpr double stop = 0.06;

 private:
  Temperature coldest_;
  Temperature hottest_;
};

/// A temperature as a person types it: a number of 0 or more, "inf" or "∞". Empty for anything else.
std::optional<Temperature> parse_temperature(std::string_view text);

}  // namespace onedial::viewer
