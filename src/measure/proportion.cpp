#include "onedial/measure/proportion.hpp"

#include <cmath>
#include <stdexcept>

namespace onedial {
namespace {

struct Interval {
  double lower;
  double upper;
};

Interval wilson(double hits, double trials, double z) {
  const double p = hits / trials;
  const double spread = z * z / trials;
  const double centre = (p + spread / 2) / (1 + spread);
  const double half = z * std::sqrt(p * (1 - p) / trials + spread / (4 * trials)) / (1 + spread);
  return {centre - half, centre + half};
}

}  // namespace

Proportion proportion(Index hits, Index trials) {
  if (trials < 1 || hits < 0 || hits > trials) {
    throw std::invalid_argument("a proportion needs a trial, and 0 to as many hits as trials");
  }
  constexpr double two_sided_95 = 1.959963984540054;
  const auto k = static_cast<double>(hits);
  const auto n = static_cast<double>(trials);
  const Interval sigma = wilson(k, n, 1);
  const Interval wide = wilson(k, n, two_sided_95);
  return {.value = k / n,
          .standard_error = (sigma.upper - sigma.lower) / 2,
          .lower = hits == 0 ? 0 : wide.lower,
          .upper = hits == trials ? 1 : wide.upper};
}

}  // namespace onedial
