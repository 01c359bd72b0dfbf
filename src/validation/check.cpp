#include "onedial/validation/check.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace onedial {

double ValidationCheck::z() const {
  if (error == 0 && estimate != exact) {
    return std::copysign(std::numeric_limits<double>::infinity(), estimate - exact);
  }
  return error == 0 ? 0 : (estimate - exact) / error;
}

ValidationVerdict judge(std::span<const ValidationGroup> groups) {
  ValidationVerdict verdict;
  double squares = 0;
  for (const ValidationGroup& group : groups) {
    for (const ValidationCheck& check : group.checks) {
      const double z = check.z();
      ++verdict.checks;
      squares += z * z;
      // NaN is beyond every threshold.
      verdict.largest_z =
          std::isnan(z) ? std::numeric_limits<double>::infinity() : std::max(verdict.largest_z, std::abs(z));
    }
  }
  if (verdict.checks == 0) {
    return verdict;
  }
  const auto count = static_cast<double>(verdict.checks);
  const double five_sigma = boost::math::erfc(5 / std::numbers::sqrt2);
  verdict.threshold = std::numbers::sqrt2 * boost::math::erfc_inv(five_sigma / count);
  verdict.rms_z = std::sqrt(squares / count);
  const double freedom = std::max(1.0, count / 4);
  const boost::math::chi_squared chi_squared(freedom);
  verdict.rms_threshold = std::sqrt(quantile(complement(chi_squared, five_sigma)) / freedom);
  verdict.passed = verdict.largest_z <= verdict.threshold && verdict.rms_z <= verdict.rms_threshold;
  return verdict;
}

}  // namespace onedial
