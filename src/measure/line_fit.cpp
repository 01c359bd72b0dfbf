#include "onedial/measure/line_fit.hpp"

#include <algorithm>
#include <stdexcept>

namespace onedial {

double LineFit::scatter() const {
  return degrees_of_freedom > 0 ? std::max(1.0, chi_squared / static_cast<double>(degrees_of_freedom)) : 1;
}

LineFit fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> errors) {
  if (x.size() != y.size() || x.size() != errors.size()) {
    throw std::invalid_argument("a line needs as many y and errors as x");
  }
  if (std::any_of(errors.begin(), errors.end(), [](double error) { return !(error > 0); })) {
    throw std::invalid_argument("the errors of points on a line must be above 0");
  }
  if (std::none_of(x.begin(), x.end(), [&](double value) { return value != x.front(); })) {
    throw std::invalid_argument("a line needs points at two different places");
  }
  double s = 0;
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double sxy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double weight = 1 / (errors[k] * errors[k]);
    s += weight;
    sx += weight * x[k];
    sy += weight * y[k];
    sxx += weight * x[k] * x[k];
    sxy += weight * x[k] * y[k];
  }
  const double determinant = s * sxx - sx * sx;
  LineFit line{.a = (sxx * sy - sx * sxy) / determinant,
               .b = (s * sxy - sx * sy) / determinant,
               .variance_a = sxx / determinant,
               .variance_b = s / determinant,
               .covariance = -sx / determinant,
               .degrees_of_freedom = static_cast<Index>(x.size()) - 2};
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double deviation = (y[k] - line.a - line.b * x[k]) / errors[k];
    line.chi_squared += deviation * deviation;
  }
  return line;
}

}  // namespace onedial
