#pragma once
#include <cstdint>
#include <vector>

#include "onedial/engine/make_system.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial::bench {

/// Single-spin updates as one would write them in an afternoon: rows of couplings as index and value, or as
/// a whole row of a dense matrix; the field is summed over the neighbours at every attempt, and a decision
/// takes a std::exp and a number of xoshiro256**. The yardstick that OneDial's speed is stated against.
class PlainLoop {
 public:
  /// Starts from `state`. Throws std::invalid_argument unless the model's domain is spins.
  PlainLoop(const PairwiseModel& model, const State& state, KernelKind kernel, std::uint64_t seed);

  /// One attempt at every spin, in order.
  void sweep(double temperature);

  [[nodiscard]] double energy() const { return energy_; }

 private:
  [[nodiscard]] double field(std::size_t spin) const;

  KernelKind kernel_;
  bool dense_;
  std::vector<std::size_t> row_starts_;  // (N + 1)
  std::vector<std::int32_t> columns_;    // empty if dense
  std::vector<double> values_;
  std::vector<double> fields_;  // h (N)
  std::vector<double> spins_;   // ±1 (N)
  double energy_;
  RandomStream random_;
};

}  // namespace onedial::bench
