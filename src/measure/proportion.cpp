#include "onedial/measure/proportion.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <stdexcept>

namespace onedial {
namespace {

void require_trials(Index hits, Index trials) {
  if (trials < 1 || hits < 0 || hits > trials) {
    throw std::invalid_argument("a proportion needs a trial, and 0 to as many hits as trials");
  }
}

}  // namespace

IntervalEstimate wilson_interval(Index hits, Index trials, double sigmas) {
  require_trials(hits, trials);
  if (!(sigmas > 0)) {
    throw std::invalid_argument("the half width of an interval must be above 0 sigmas");
  }
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(hits) / n;
  const double spread = sigmas * sigmas / n;
  const double centre = (p + spread / 2) / (1 + spread);
  const double half = sigmas * std::sqrt(p * (1 - p) / n + spread / (4 * n)) / (1 + spread);
  return {.value = p, .lower = hits == 0 ? 0 : centre - half, .upper = hits == trials ? 1 : centre + half};
}

IntervalEstimate exact_interval(Index hits, Index trials, double level) {
  require_trials(hits, trials);
  if (!(level > 0 && level < 1)) {
    throw std::invalid_argument("the level of an interval must lie in (0, 1)");
  }
  using Binomial = boost::math::binomial;
  const auto k = static_cast<double>(hits);
  const auto n = static_cast<double>(trials);
  const double outside = (1 - level) / 2;
  return {.value = k / n,
          .lower = Binomial::find_lower_bound_on_p(n, k, outside),
          .upper = Binomial::find_upper_bound_on_p(n, k, outside)};
}

Proportion proportion(Index hits, Index trials) {
  const IntervalEstimate sigma = wilson_interval(hits, trials, 1);
  const IntervalEstimate wide = wilson_interval(hits, trials, two_sided_sigmas(0.95));
  return {.value = wide.value,
          .standard_error = (sigma.upper - sigma.lower) / 2,
          .lower = wide.lower,
          .upper = wide.upper};
}

}  // namespace onedial
