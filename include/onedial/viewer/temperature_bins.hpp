#pragma once
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial::viewer {

/// Means of a quantity over the temperatures of a dial, in bins of equal width in ln T, for however long:
/// each replica has a mean of its own in each bin, so that their spread gives an error that time correlations
/// cannot make too small.
class TemperatureBins {
 public:
  struct Point {
    double temperature;  ///< the mean of those of its values
    double mean;
    double error;  ///< of the mean; 0 with fewer than 4 replicas, whose spread says little
  };

  static constexpr std::size_t count = 48;

  /// For replicas 0 … R − 1 and 0 < coldest < hottest < ∞; what lies outside goes to the bins at the ends.
  TemperatureBins(Temperature coldest, Temperature hottest, Index replicas = 1);

  /// A value at T. Counts nothing at T = 0 and T = ∞, which have no place in ln T.
  void add(Temperature t, Index replica, double value);

  /// The bins that hold anything, from cold to hot.
  [[nodiscard]] std::vector<Point> points() const;

 private:
  struct Sum {
    double temperatures = 0;
    double values = 0;
    double count = 0;
  };

  double log_coldest_;
  double log_width_;
  std::size_t replicas_;
  std::vector<Sum> sums_;  // (bins × replicas)
};

}  // namespace onedial::viewer
