#pragma once
#include <optional>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/measure/accumulator.hpp"

namespace onedial {

/// The error of the mean of a correlated series, in one pass and O(log n) memory: level l holds the mean and
/// the variance of the averages of 2ˡ successive samples (Flyvbjerg, Petersen 1989).
///
/// With σ²_l the variance of the averages at level l, err_l² = 2ˡσ²_l/n grows with l until the bins are
/// longer than the series remembers, and τ_l = 2ˡσ²_l/(2σ²_0) tends to τ_int = ½ + Σρ.
class LogBinning {
 public:
  struct Level {
    Index bin_length = 1;
    Index bins = 0;
    double standard_error = 0;              ///< of the mean of the series
    double standard_error_uncertainty = 0;  ///< of the line above: its 1/√(2(bins − 1))
    double tau = 0;                         ///< τ_int as seen at this level
  };

  /// Throws std::invalid_argument, and counts nothing, if the value is NaN or infinite.
  void add(double value);

  /// Takes in the bins of an independent replica. Its samples all count at level 0; a bin that it had not
  /// filled is dropped, since its next samples do not continue this series.
  void merge(const LogBinning& other);

  [[nodiscard]] Index count() const;
  /// Throws std::logic_error before the first sample.
  [[nodiscard]] double mean() const;
  /// Of single samples. Throws std::logic_error before the second one.
  [[nodiscard]] double variance() const;

  /// All levels with at least two bins, from single samples up. Empty if all samples were equal: nothing
  /// happened in the series, and it says nothing about its error.
  [[nodiscard]] std::vector<Level> levels() const;

  /// The first level with 2³ˡ > 2n(2τ_l)², where the bias of too short bins and the scatter of too few
  /// balance (Lee, Conduit, Nemec, López Ríos, Drummond 2011), that still has at least `least_bins`. Empty if
  /// there is none: the series is too short for its memory, and the last of `levels()` is a lower bound of
  /// the error. Also empty if all samples were equal.
  [[nodiscard]] std::optional<Level> plateau() const;

  static constexpr Index least_bins = 16;

 private:
  struct Bins {
    Accumulator averages;
    std::optional<double> unpaired;  // waits for its neighbour, to fill a bin of the next level
  };
  std::vector<Bins> levels_;
};

/// Averages of `bin_length` successive values; a rest at the beginning that fills no bin is dropped. Throws
/// std::invalid_argument if `bin_length` is less than 1 or more than there are values, or for NaN and ∞.
std::vector<double> rebin(std::span<const double> series, Index bin_length);

}  // namespace onedial
