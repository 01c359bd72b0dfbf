#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "spin_model.hpp"

namespace onedial {

/// The greatest strength of a unit that byte lanes can hold: every local field fits into 8 bits.
inline constexpr std::int32_t max_byte_strength = 127;

/// An integer model as byte lanes read it. They keep a spin as a mask, m = 0 for s = 1 and m = −1 for s = −1:
/// with s = 1 + 2m the local field is f = h + Σ J s = (h + Σ J) + 2 Σ J m.
struct ByteLanesModel {
  /// Where a unit's lists start; they end where those of the next unit start.
  struct Unit {
    std::size_t added = 0;       ///< in `columns`: neighbours with J = 1
    std::size_t subtracted = 0;  ///< in `columns`: those with J = −1, up to the next unit's `added`
    std::size_t weighted = 0;    ///< in `weighted`
    std::int8_t half = 0;        ///< (h + Σ J)/2, rounded down
    bool odd = false;            ///< whether the unit's fields are odd; all have the parity of its strength
  };
  /// J m as an "and" of bytes: m ∧ −J, the same −J four times.
  struct Weighted {
    std::uint32_t column = 0;
    std::uint32_t mask = 0;
  };

  double unit = 1;                ///< the energy of a field of 1
  std::int32_t max_strength = 0;  ///< at most max_byte_strength
  std::vector<Unit> units;        ///< (N + 1), the last one is the end of the lists
  std::vector<std::uint32_t> columns;
  std::vector<Weighted> weighted;

  [[nodiscard]] std::size_t size() const { return units.size() - 1; }
};

/// Requires a max_strength of at most max_byte_strength.
ByteLanesModel make_byte_lanes_model(const IntegerSpinModel& model);

}  // namespace onedial
