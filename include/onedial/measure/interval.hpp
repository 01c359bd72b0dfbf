#pragma once
#include <span>

namespace onedial {

/// An estimate with an interval that covers the truth with a stated probability. It need not lie in the
/// middle, and may reach to ±∞ where the data say nothing of that side.
struct IntervalEstimate {
  double value = 0;
  double lower = 0;
  double upper = 0;

  /// Whether the interval leaves `number` out.
  [[nodiscard]] bool excludes(double number) const { return number < lower || number > upper; }
};

/// How many σ of a normal distribution to either side hold a share `level` of it: 1.96 for 0.95.
/// Throws std::invalid_argument unless 0 < level < 1.
double two_sided_sigmas(double level);

/// The mean of independent values with the interval of Student's t at that level; ±∞ for a single value.
/// Throws std::invalid_argument for none, where a value is not finite, and unless 0 < level < 1.
IntervalEstimate mean_interval(std::span<const double> values, double level = 0.95);

/// a − b of independent estimates whose intervals have one level, with its interval: distances to the ends
/// are added in squares (Newcombe 1998, method 10, for proportions; Zou and Donner 2008 for any quantity).
/// Where an end that counts lies at infinity, so does the end of the difference.
/// Throws std::invalid_argument if a value is not finite.
IntervalEstimate difference(const IntervalEstimate& a, const IntervalEstimate& b);

}  // namespace onedial
