#pragma once
#include <cstddef>

namespace onedial {

/// Rows of weights that `LevelProducts` multiplies, all of the same shape: units · levels numbers above or
/// equal to 0, the weights of the first level of all units, then those of the second, and so on.
struct WeightRows {
  std::size_t units;   ///< a multiple of `product_lanes`
  std::size_t levels;  ///< at least 1
  double base;         ///< weight of a further level of each unit that no row changes: 0 or 1
  /// How many factors may be multiplied before their product may leave the range of a double.
  std::size_t safe_factors;
};

/// Partial products, whatever the width of the hardware: unit i belongs to product i mod lanes.
inline constexpr std::size_t product_lanes = 8;

/// Rows that are multiplied side by side, since one product alone waits for each of its multiplications.
inline constexpr std::size_t product_rows = 4;

/// For each of `product_rows` rows that lie one after the other at `rows`,
///   ln Π_units (base + Σ_levels row · common)
/// into `logs`. No exponential and one logarithm a row; the same bits on every instruction set.
using LevelProducts = void (*)(const WeightRows& shape, const double* rows, const double* common,
                               double* logs);

/// For the instruction set in use.
LevelProducts level_products();

}  // namespace onedial
