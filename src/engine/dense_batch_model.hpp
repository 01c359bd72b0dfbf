#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "spin_model.hpp"

namespace onedial {

/// An integer model as `dense_batch` reads it: every pair of units has a coupling J = base + step·m, m ≥ 0,
/// and the binary places of m are rows of bits. With levels b = (1 + s)/2 the local field is f = h − Σ J + 2
/// (base·Σ b + step·Σₖ 2ᵏ·|rowₖ ∧ b|), sums over all other units.
struct DenseBatchModel {
  /// Rows are padded to whole blocks, in bits.
  static constexpr std::size_t block_bits = 512;
  static constexpr std::size_t block_words = block_bits / 64;

  double unit = 1;    ///< the energy of a field of 1
  double offset = 0;  ///< of all energies
  std::int32_t base = 0;
  std::int32_t step = 1;
  std::size_t planes = 0;               ///< binary places of m
  std::size_t words = 0;                ///< 64 units each, of a row
  std::vector<std::uint64_t> rows;      ///< [unit][plane][word]; 0 on the diagonal and in the padding
  std::vector<std::int32_t> fields;     ///< h (N)
  std::vector<std::int32_t> constants;  ///< h − Σ J (N)

  [[nodiscard]] std::size_t size() const { return fields.size(); }
  [[nodiscard]] const std::uint64_t* row(std::size_t index) const {
    return rows.data() + index * planes * words;
  }
  /// The energy of levels (one bit a unit, `words` words), in multiples of `unit`, without the offset.
  [[nodiscard]] std::int64_t energy(std::span<const std::uint64_t> levels) const;
};

/// Bytes that the rows of this model would take.
std::size_t dense_batch_bytes(const IntegerSpinModel& model);

DenseBatchModel make_dense_batch_model(const IntegerSpinModel& model);

}  // namespace onedial
