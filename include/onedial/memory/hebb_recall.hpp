#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/memory/patterns.hpp"
#include "onedial/memory/recall.hpp"

namespace onedial {

/// Recall at T = 0 by Hebb's rule, one unit after the other, in integers: as `ZeroTemperatureRecall` of the
/// network, state by state, and many times faster. The couplings N·J = ξξᵀ are counted from bits and kept as
/// 16-bit integers, in memory 2N² bytes; a unit is looked at in O(1), and a flip adds a row to the fields.
class HebbRecall {
 public:
  /// Throws InputError for values other than ±1, and std::invalid_argument unless `fits`.
  explicit HebbRecall(const Patterns& patterns, bool self_coupling = false);

  /// Whether all numbers stay in their integers: P < 2¹⁵ and N·P < 2³⁰.
  static bool fits(Index units, Index patterns);

  /// From each of `starts`, at most `most_sweeps` sweeps. Same bits for any number of threads.
  /// Throws std::invalid_argument if a start has not N units.
  [[nodiscard]] std::vector<Recalled> recall(std::span<const State> starts, Index most_sweeps, Index threads,
                                             const RecallObserver& observe = {}) const;

 private:
  using Fields = std::vector<std::int32_t>;
  class Replica;

  /// N·f of several starts, without self-coupling.
  [[nodiscard]] std::vector<Fields> first_fields(std::span<const State> starts) const;

  Patterns patterns_;
  std::size_t stride_;                   ///< N padded
  std::int32_t diagonal_;                ///< N·J_ii that acts
  std::vector<std::int16_t> couplings_;  ///< N·J, without the diagonal (N × stride)
};

}  // namespace onedial
