#pragma once
#include <span>
#include <vector>

#include "onedial/anneal/schedule.hpp"

namespace onedial {

/// C(T) = Var(E)/T² of the replicas of an annealing run, gathered while it cools.
///
/// At each sweep the variance is taken over the replicas; sweeps are pooled in bins of equal width in ln T.
/// Each replica contributes one number to a bin, its own time average of (E − Ē)²·R/(R−1)/T², so that the
/// spread of those numbers gives an error that time correlations within a replica cannot make too small.
/// A run that cools faster than it relaxes shows the C of the states it is in, not of equilibrium.
class HeatCapacityCurve {
 public:
  struct Point {
    Temperature temperature;  ///< the mean of the bin's temperatures
    double heat_capacity;     ///< total, not per unit
    double standard_error;
    Index sweeps;  ///< how many were pooled
  };

  /// Bins for the temperatures that `schedule` takes in a run of `sweeps`, 4 of them at least in a bin.
  HeatCapacityCurve(const Schedule& schedule, Index sweeps);

  /// One sweep's temperature and the replicas' energies after it. Counts nothing at T = 0, at T = ∞ or for
  /// fewer than two replicas. Throws std::invalid_argument if the number of replicas changes.
  void add(Temperature t, std::span<const double> energies);

  /// The bins that hold anything, from cold to hot.
  [[nodiscard]] std::vector<Point> points() const;

 private:
  struct Bin {
    std::vector<double> sums;  // one a replica
    double temperatures = 0;
    Index sweeps = 0;
  };

  double log_coldest_ = 0;
  double log_width_ = 0;
  std::vector<Bin> bins_;
};

/// The highest point of a curve, if it has one inside: higher than both ends by more than three standard
/// errors. Empty otherwise, for instance when the run ends before its specific heat has turned.
std::vector<HeatCapacityCurve::Point> heat_capacity_peaks(std::span<const HeatCapacityCurve::Point> curve);

}  // namespace onedial
