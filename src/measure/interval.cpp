#include "onedial/measure/interval.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "onedial/measure/accumulator.hpp"

namespace onedial {

double two_sided_sigmas(double level) {
  if (!(level > 0 && level < 1)) {
    throw std::invalid_argument("the level of an interval must lie in (0, 1)");
  }
  return std::sqrt(2.0) * boost::math::erf_inv(level);
}

IntervalEstimate mean_interval(std::span<const double> values, double level) {
  if (values.empty()) {
    throw std::invalid_argument("a mean needs a value");
  }
  if (!(level > 0 && level < 1)) {
    throw std::invalid_argument("the level of an interval must lie in (0, 1)");
  }
  Accumulator moments;
  for (const double value : values) {
    moments.add(value);
  }
  const auto count = static_cast<double>(values.size());
  const double half = values.size() < 2
                          ? std::numeric_limits<double>::infinity()
                          : boost::math::quantile(boost::math::students_t(count - 1), (1 + level) / 2) *
                                std::sqrt(moments.variance() / count);
  return {.value = moments.mean(), .lower = moments.mean() - half, .upper = moments.mean() + half};
}

IntervalEstimate difference(const IntervalEstimate& a, const IntervalEstimate& b) {
  if (!std::isfinite(a.value) || !std::isfinite(b.value)) {
    throw std::invalid_argument("a difference needs two finite estimates");
  }
  const double value = a.value - b.value;
  return {.value = value,
          .lower = value - std::hypot(a.value - a.lower, b.upper - b.value),
          .upper = value + std::hypot(a.upper - a.value, b.value - b.lower)};
}

}  // namespace onedial
