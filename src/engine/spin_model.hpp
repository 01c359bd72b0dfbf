#pragma once
#include <cstdint>
#include <span>
#include <type_traits>
#include <variant>
#include <vector>

#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// A pairwise model as the engines want it: over spins, its rows packed, its units in the order in which a
/// sweep visits them, energies in multiples of `unit`:
/// E = offset + unit·(−½ Σᵢ sᵢ Σⱼ Jᵢⱼ sⱼ − Σᵢ hᵢ sᵢ).
template <class Value>
struct SpinModel {
  double unit = 1;
  double offset = 0;
  std::vector<std::size_t> row_starts;  ///< (N + 1)
  std::vector<std::uint32_t> columns;   ///< of the couplings that are not 0, row by row, ascending
  std::vector<Value> couplings;         ///< J, one a column
  std::vector<Value> fields;            ///< h (N)

  [[nodiscard]] std::size_t size() const { return fields.size(); }
  [[nodiscard]] std::span<const std::uint32_t> columns_of(std::size_t row) const {
    return std::span(columns).subspan(row_starts[row], row_starts[row + 1] - row_starts[row]);
  }
  [[nodiscard]] std::span<const Value> couplings_of(std::size_t row) const {
    return std::span(couplings).subspan(row_starts[row], row_starts[row + 1] - row_starts[row]);
  }
  /// The energy of levels 0 or 1 (N) in multiples of `unit`, without the offset.
  [[nodiscard]] std::conditional_t<std::is_integral_v<Value>, std::int64_t, double> energy(
      std::span<const std::uint8_t> levels) const;
  /// Such an energy in the model's own units, with the offset.
  template <class Energy>
  [[nodiscard]] double in_model(Energy energy) const {
    return offset + unit * static_cast<double>(energy);
  }
  /// Σⱼ |Jᵢⱼ| + |hᵢ|: the greatest local field that unit i can feel, in multiples of `unit`.
  [[nodiscard]] Value strength(std::size_t row) const;
  /// The greatest strength of all.
  [[nodiscard]] Value max_strength() const;
};

using IntegerSpinModel = SpinModel<std::int32_t>;
using RealSpinModel = SpinModel<double>;

extern template struct SpinModel<std::int32_t>;
extern template struct SpinModel<double>;

/// Integers if all couplings and fields are integer multiples of one number (to 10⁻¹⁴ of each) and strengths
/// stay below 2³⁰; then J, h and `unit` are without common divisor. Otherwise real numbers, with unit 1.
/// Unit k of the result is unit `order[k]` of `model`; an empty order leaves them as they are.
std::variant<IntegerSpinModel, RealSpinModel> make_spin_model(const PairwiseModel& model,
                                                              std::span<const std::uint32_t> order);

}  // namespace onedial
