#include "onedial/anneal/time_to_target.hpp"

#include <algorithm>
#include <stdexcept>

#include "onedial/core/elementary.hpp"

namespace onedial {

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

}  // namespace onedial
