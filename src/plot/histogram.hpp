#pragma once
#include <span>
#include <string>
#include <vector>

#include "onedial/plot/figure.hpp"

namespace onedial {

/// Equal intervals from one end of a range to the other.
struct Bins {
  AxisLimits range = {};
  std::size_t count = 1;

  [[nodiscard]] double width() const { return (range.upper - range.lower) / static_cast<double>(count); }
};

/// The least and the greatest of the values, with a little room around them; a wider range if they are equal.
/// Throws std::invalid_argument that says what they are if one is not finite. Precondition: there is one.
AxisLimits range_of(std::span<const double> values, const std::string& what);

/// How many of the values lie in each bin; those at the end of the range belong to the last one.
std::vector<double> counts(std::span<const double> values, const Bins& bins);

/// Adds the heights of the bins as steps, filled down to `foot`, which is also the height of empty ones.
void add_steps(Panel& panel, const Bins& bins, const std::vector<double>& heights, double foot,
               const std::string& label, ColourRole colour);

}  // namespace onedial
