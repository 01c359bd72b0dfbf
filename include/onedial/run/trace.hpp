#pragma once
#include <string>
#include <vector>

#include "onedial/anneal/annealer.hpp"

namespace onedial {

/// The story of an annealing run: what the replicas did, sweep by sweep. A long run keeps every n-th sweep,
/// so that there are at most `most_rows`, and always its last.
class Trace {
 public:
  struct Row {
    Index sweep;  ///< sweeps done, from 1
    double temperature;
    double mean_energy;      ///< over the replicas
    double energy_variance;  ///< over the replicas, unbiased; NaN for a single one
    double lowest_energy;    ///< of this sweep
    double best_energy;      ///< so far
    double flip_rate;        ///< flips per update attempt, over the sweeps since the row before
    /// Var(E)/T² over the replicas; NaN for a single one, at T = 0, and beyond the range of a
    /// double.
    [[nodiscard]] double heat_capacity() const;
  };

  static constexpr Index most_rows = 2000;

  explicit Trace(Index sweeps);

  void add(const AnnealSweep& sweep);

  /// Carries the rows to or from `archive`, of a trace of as many sweeps. Throws std::invalid_argument where
  /// the archive holds less.
  void transfer(StateArchive& archive);

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

  /// Columns sweep, temperature, mean_energy, energy_variance, lowest_energy, best_energy, flip_rate,
  /// heat_capacity; numbers with as many digits as read back to the same bits, empty where undefined.
  [[nodiscard]] std::string csv() const;

 private:
  Index stride_;
  SweepStats since_last_row_;
  std::vector<Row> rows_;
};

}  // namespace onedial
