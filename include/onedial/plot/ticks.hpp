#pragma once
#include <string>
#include <vector>

namespace onedial {

/// A place on an axis and the words beside it.
struct Tick {
  double value = 0;
  std::string label;
};

struct Ticks {
  std::vector<Tick> major;    ///< increasing
  std::vector<double> minor;  ///< unlabelled, none of them major
};

/// The multiples of the finest step 1, 2, 2.5 or 5 × 10ⁿ that give at most `most` ticks in [lower, upper].
///
/// All labels have the decimals of the step; from 10⁷ on and below 10⁻³ they share one power of ten. A
/// range that holds no two distinct doubles worth naming gets one tick, at `lower`.
/// Precondition: finite, lower ≤ upper, most ≥ 1.
Ticks linear_ticks(double lower, double upper, int most);

/// Ticks for a logarithmic axis: 1, 2 and 5 × 10ⁿ where at most `most` of these fall into [lower, upper],
/// else the decades, else every second, third, … decade; within less than half a decade, linear ticks.
///
/// Minor ticks are 2 … 9 × 10ⁿ, or the decades left out. Labels are plain numbers near 1 and powers of
/// ten (10⁻⁵) where the axis reaches far from it.
/// Precondition: finite, 0 < lower ≤ upper, most ≥ 1.
Ticks log_ticks(double lower, double upper, int most);

}  // namespace onedial
