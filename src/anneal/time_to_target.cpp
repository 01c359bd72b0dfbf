#include "onedial/anneal/time_to_target.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "onedial/core/elementary.hpp"
#include "onedial/measure/proportion.hpp"

namespace onedial {
namespace {

IntervalEstimate logarithms(const IntervalEstimate& time) {
  return {.value = elementary::log(time.value),
          .lower = elementary::log(time.lower),
          .upper = elementary::log(time.upper)};
}

}  // namespace

std::optional<double> runs_to_target(double success_probability, double confidence) {
  if (!(success_probability >= 0 && success_probability <= 1)) {
    throw std::invalid_argument("a success probability must lie in [0, 1]");
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("a confidence must lie in (0, 1)");
  }
  if (success_probability == 0) {
    return std::nullopt;
  }
  return std::max(1.0, elementary::log1p(-confidence) / elementary::log1p(-success_probability));
}

IntervalEstimate time_to_target(const IntervalEstimate& success, double cost_of_a_run, double confidence) {
  if (!(cost_of_a_run > 0)) {
    throw std::invalid_argument("the cost of a run must be above 0");
  }
  const auto time = [&](double probability) {
    return cost_of_a_run *
           runs_to_target(probability, confidence).value_or(std::numeric_limits<double>::infinity());
  };
  return {.value = time(success.value), .lower = time(success.upper), .upper = time(success.lower)};
}

IntervalEstimate time_to_target(Index hits, Index runs, double cost_of_a_run,
                                const TargetCertainty& certainty) {
  return time_to_target(wilson_interval(hits, runs, two_sided_sigmas(certainty.level)), cost_of_a_run,
                        certainty.confidence);
}

IntervalEstimate time_ratio(const IntervalEstimate& a, const IntervalEstimate& b) {
  if (!std::isfinite(a.value) || !std::isfinite(b.value)) {
    return {.value = std::numeric_limits<double>::quiet_NaN(),
            .lower = std::isfinite(b.upper) ? a.lower / b.upper : 0,
            .upper = std::isfinite(a.upper) ? a.upper / b.lower : std::numeric_limits<double>::infinity()};
  }
  const IntervalEstimate ratio = difference(logarithms(a), logarithms(b));
  return {.value = a.value / b.value,
          .lower = elementary::exp(ratio.lower),
          .upper = elementary::exp(ratio.upper)};
}

}  // namespace onedial
