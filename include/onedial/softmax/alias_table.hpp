#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// Draws from a fixed distribution in constant time (Walker 1977; tables in linear time, Vose 1991).
///
/// Each token of non-zero weight owns one of equally likely columns, keeps a part of it and leaves the rest
/// to an alias. Tokens of weight 0 have no column and are never an alias: they cannot be drawn. Parts are
/// kept to 2^−64 of a column.
class AliasTable {
 public:
  /// Token i with probability weights[i] / Σ weights. Throws std::invalid_argument that names the index of a
  /// weight that is negative, NaN or infinite, if all are 0, if their sum overflows, and if there are 2^32 or
  /// more.
  explicit AliasTable(std::span<const double> weights);

  /// The table of softmax(logits/T). Throws as `softmax`.
  static AliasTable from_logits(std::span<const float> logits, Temperature t);
  static AliasTable from_logits(std::span<const double> logits, Temperature t);

  /// Takes one number from `random`.
  [[nodiscard]] Index draw(RandomStream& random) const;

  /// How many tokens can be drawn.
  [[nodiscard]] Index support() const { return static_cast<Index>(columns_.size()); }

 private:
  struct Column {
    std::uint64_t kept;  ///< part of the column that its owner keeps, times 2^64 (at most 2^64 − 1)
    std::uint32_t owner;
    std::uint32_t alias;
  };

  std::vector<Column> columns_;
};

}  // namespace onedial
