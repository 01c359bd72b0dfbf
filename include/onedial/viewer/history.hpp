#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial::viewer {

/// A few quantities, sweep by sweep, from the first to the last, in constant memory: buckets of 2ᵏ sweeps, of
/// which k grows by one whenever they are full. Each holds the mean, the least and the greatest value of its
/// sweeps, so that nothing that happened is missing from the picture.
class History {
 public:
  /// Throws std::invalid_argument for no columns or less than 2 buckets.
  explicit History(std::size_t columns, std::size_t buckets = 1024);

  /// The values of one sweep, one a column. Throws std::invalid_argument if there are more or fewer.
  void add(std::span<const double> values);
  void clear();

  [[nodiscard]] Index sweeps() const { return sweeps_; }
  /// How many sweeps a full bucket holds.
  [[nodiscard]] Index sweeps_per_bucket() const { return per_bucket_; }

  /// The middles of the buckets, in sweeps, the first being 1; then, of a column, their means, least and
  /// greatest values. All of one length; a last bucket that is not yet full is included.
  [[nodiscard]] std::vector<double> times() const;
  [[nodiscard]] std::vector<double> means(std::size_t column) const;
  [[nodiscard]] std::vector<double> least(std::size_t column) const;
  [[nodiscard]] std::vector<double> greatest(std::size_t column) const;

 private:
  struct Cell {
    double sum;
    double least;
    double greatest;
  };

  [[nodiscard]] std::size_t filled() const { return cells_.size() / columns_; }
  [[nodiscard]] double count(std::size_t bucket) const;
  void merge_pairs();

  std::size_t columns_;
  std::size_t buckets_;
  Index per_bucket_ = 1;
  Index in_last_ = 0;
  Index sweeps_ = 0;
  std::vector<Cell> cells_;  // (buckets × columns)
};

}  // namespace onedial::viewer
