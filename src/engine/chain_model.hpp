#pragma once
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "random_words.hpp"
#include "spin_model.hpp"

namespace onedial {

/// A model as the chain engine reads it: every coupling as 2J, which is what a flip adds to or takes from a
/// neighbour's field. `Field` is std::int32_t for sparse integers, std::int16_t for dense ones, or double.
template <class Field>
struct ChainModel {
  double unit = 1;       ///< the energy of a field of 1
  std::size_t size = 0;  ///< N
  /// N rounded up to whole blocks.
  std::size_t stride = 0;
  std::vector<Field> dense_rows;        ///< 2J [N][stride]; empty if sparse
  std::vector<std::size_t> row_starts;  ///< (N + 1), if sparse
  std::vector<std::uint32_t> columns;   ///< if sparse
  std::vector<Field> doubled;           ///< 2J, one a column

  [[nodiscard]] bool dense() const { return !dense_rows.empty(); }
};

/// How many units the engine looks at together.
inline constexpr std::size_t chain_block = 16;

template <class Field>
using ChainEnergy = std::conditional_t<std::is_integral_v<Field>, std::int64_t, double>;

/// A replica: its local fields f and its spins. Beyond the last unit both are 0.
template <class Field>
struct ChainReplica {
  std::vector<Field> fields;  ///< f (stride)
  /// (stride): 0 for a spin of 1 and −1 for a spin of −1, so that (f ⊕ sign) − sign is s·f; or ±1 as double.
  std::vector<Field> signs;
  ChainEnergy<Field> energy = 0;  ///< in multiples of the unit, without the offset
  RandomWords random{};
};

}  // namespace onedial
