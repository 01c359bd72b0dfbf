#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/learn/boltzmann_machine.hpp"

namespace onedial {

/// Samples of a machine's states, and the sums of their statistics. Rows are written by several threads at
/// once; sums are taken of bits, 64 samples at a time.
class StatisticsCounter {
 public:
  StatisticsCounter(Index samples, Index units);

  void set(Index sample, const State& state);

  /// Σ φ over all samples (C + N): whole numbers, exact.
  [[nodiscard]] Eigen::VectorXd sums(const BoltzmannMachine& machine) const;

 private:
  [[nodiscard]] std::vector<std::uint64_t> bits() const;

  Index samples_;
  Index units_;
  Index words_;                       // of 64 samples
  std::vector<std::uint8_t> levels_;  // (samples × units)
};

}  // namespace onedial
