#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// Means of K observables over successive blocks of one series, in constant memory and without knowing its
/// length: blocks of one sample at first; whenever there are 2B of them, neighbours are joined to B of twice
/// the length. What a jackknife takes, of blocks much longer than the series remembers once it is long.
class BlockMeans {
 public:
  /// Throws std::invalid_argument unless there is at least 1 observable and 2 `least_blocks` (B).
  explicit BlockMeans(Index observables, Index least_blocks = 32);

  /// Throws std::invalid_argument, and counts nothing, if the length is not that of the observables or a
  /// value is NaN or infinite.
  void add(std::span<const double> values);

  /// Samples that a block holds.
  [[nodiscard]] Index block_length() const { return block_length_; }

  /// The means over each full block (blocks × K): from B to 2B − 1 of them, once there are B samples.
  [[nodiscard]] const std::vector<std::vector<double>>& blocks() const { return blocks_; }

 private:
  void join_neighbours();

  std::size_t least_blocks_;
  Index block_length_ = 1;
  std::vector<std::vector<double>> blocks_;
  std::vector<double> sums_;  // of the block that is being filled
  Index filled_ = 0;
};

}  // namespace onedial
