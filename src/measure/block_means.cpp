#include "onedial/measure/block_means.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "finite.hpp"

namespace onedial {

BlockMeans::BlockMeans(Index observables, Index least_blocks)
    : least_blocks_(static_cast<std::size_t>(least_blocks)) {
  if (observables < 1 || least_blocks < 2) {
    throw std::invalid_argument(fmt::format("block means need at least 1 observable ({}) and 2 blocks ({})",
                                            observables, least_blocks));
  }
  sums_.resize(static_cast<std::size_t>(observables));
}

void BlockMeans::add(std::span<const double> values) {
  if (values.size() != sums_.size()) {
    throw std::invalid_argument(
        fmt::format("a sample of {} values, but there are {} observables", values.size(), sums_.size()));
  }
  require_finite(values);
  std::transform(sums_.begin(), sums_.end(), values.begin(), sums_.begin(), std::plus<>());
  if (++filled_ < block_length_) {
    return;
  }
  blocks_.push_back(sums_);
  for (double& mean : blocks_.back()) {
    mean /= static_cast<double>(block_length_);
  }
  std::fill(sums_.begin(), sums_.end(), 0.0);
  filled_ = 0;
  if (blocks_.size() == 2 * least_blocks_) {
    join_neighbours();
  }
}

void BlockMeans::join_neighbours() {
  for (std::size_t b = 0; b < least_blocks_; ++b) {
    for (std::size_t k = 0; k < sums_.size(); ++k) {
      blocks_[b][k] = 0.5 * blocks_[2 * b][k] + 0.5 * blocks_[2 * b + 1][k];
    }
  }
  blocks_.resize(least_blocks_);
  block_length_ *= 2;
}

}  // namespace onedial
