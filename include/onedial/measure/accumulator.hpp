#pragma once
#include <span>
#include <vector>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/index.hpp"

namespace onedial {

/// Means and covariances of K observables in one pass: memory K²/2, whatever the number of samples.
///
/// Deviations are taken from the running mean (Welford 1962), which is kept as a distance from the first
/// sample, so that a large common offset costs no digits; sums are compensated. These are moments, not
/// errors: successive samples may be correlated, for which see `LogBinning` and `autocorrelation_time`.
class Accumulator {
 public:
  /// Throws std::invalid_argument unless `observables` is at least 1.
  explicit Accumulator(Index observables = 1);

  /// One sample of every observable. Throws std::invalid_argument, and counts nothing, if the length is not
  /// `observables()` or a value is NaN or infinite.
  void add(std::span<const double> values);
  void add(double value) { add(std::span(&value, 1)); }

  /// As if the other's samples had been added here (Chan, Golub, LeVeque 1983). Throws std::invalid_argument
  /// if the numbers of observables differ.
  void merge(const Accumulator& other);

  [[nodiscard]] Index observables() const { return static_cast<Index>(means_.size()); }
  [[nodiscard]] Index count() const { return count_; }
  /// Throws std::logic_error before the first sample.
  [[nodiscard]] double mean(Index observable = 0) const;
  /// Σ(a − ā)(b − b̄)/(n − 1). Throws std::logic_error before the second sample.
  [[nodiscard]] double covariance(Index a, Index b) const;
  [[nodiscard]] double variance(Index observable = 0) const { return covariance(observable, observable); }

 private:
  static std::size_t pair(std::size_t a, std::size_t b) { return a * (a + 1) / 2 + b; }  // a ≥ b
  void shift_means(std::span<const double> differences, double fraction);

  Index count_ = 0;
  std::vector<double> origins_;           // the first sample
  std::vector<CompensatedSum> means_;     // less the origins
  std::vector<CompensatedSum> products_;  // of deviations, lower triangle
  std::vector<double> differences_;       // of the newcomer from the mean
};

}  // namespace onedial
