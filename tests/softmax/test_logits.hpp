#pragma once
#include <boost/random/normal_distribution.hpp>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"

namespace onedial::test {

/// Normal logits of standard deviation `width`, every `gap`-th of them −∞ if `gap` is not 0.
template <class Real>
std::vector<Real> normal_logits(std::size_t size, double width, std::uint64_t seed, std::size_t gap = 0) {
  RandomStream random(seed, 0);
  boost::random::normal_distribution<double> normal(0, width);
  std::vector<Real> logits(size);
  for (std::size_t i = 0; i < size; ++i) {
    logits[i] = static_cast<Real>(normal(random));
    if (gap != 0 && i % gap == gap - 1) {
      logits[i] = -std::numeric_limits<Real>::infinity();
    }
  }
  return logits;
}

}  // namespace onedial::test
