#pragma once
#include <span>

#include "onedial/core/index.hpp"

namespace onedial {

/// y = a + bx through points with errors of y, with the covariance of a and b that these errors carry over.
struct LineFit {
  double a = 0;
  double b = 0;
  double variance_a = 0;
  double variance_b = 0;
  double covariance = 0;
  double chi_squared = 0;
  Index degrees_of_freedom = 0;

  /// χ² per degree of freedom where the points scatter by more than their errors, else 1: variances times
  /// this allow for the scatter. 1 for two points.
  [[nodiscard]] double scatter() const;
};

/// Weighted least squares. Throws std::invalid_argument if the lengths differ, if an error is not above 0,
/// and unless there are two different x.
LineFit fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> errors);

}  // namespace onedial
