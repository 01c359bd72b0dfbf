#include "blocks.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace onedial {

template <class Real>
void check_logits(std::span<const Real> logits, std::size_t first) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (std::isnan(logits[i]) || logits[i] == std::numeric_limits<Real>::infinity()) {
      throw std::invalid_argument(
          fmt::format("logit {} is {}; logits are finite, or -inf for a token that is never drawn", first + i,
                      std::isnan(logits[i]) ? "NaN" : "+inf"));
    }
  }
}

template void check_logits(std::span<const float> logits, std::size_t first);
template void check_logits(std::span<const double> logits, std::size_t first);

void check_maximum(double greatest, std::size_t size) {
  if (size == 0) {
    throw std::invalid_argument("there are no logits; a softmax needs at least one");
  }
  if (greatest == -std::numeric_limits<double>::infinity()) {
    throw std::invalid_argument(
        fmt::format("all {} logits are -inf, the first at index 0; at least one must be finite", size));
  }
}

}  // namespace onedial
