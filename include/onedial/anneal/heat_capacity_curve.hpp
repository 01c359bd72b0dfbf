#pragma once
#include <span>
#include <vector>

#include "onedial/anneal/schedule.hpp"
#include "onedial/core/state_archive.hpp"

namespace onedial {

/// C(T) = Var(E)/T² of the replicas of an annealing run, gathered while it cools.
///
/// At each sweep the variance is taken over the replicas; sweeps are pooled in bins of equal width in ln T.
/// Each replica contributes one number to a bin, its own time average of (E − Ē)²·R/(R−1)/T², so that the
/// spread of those numbers gives an error that time correlations within a replica cannot make too small.
///
/// In equilibrium C is also d⟨E⟩/dT, which is gathered beside it, from the bins before and after. Where a run
/// cools faster than it relaxes, replicas freeze into states of their own: Var(E) stays while ⟨E⟩ no longer
/// moves, and Var(E)/T² grows without being a heat capacity. The curve says from which T on that is so.
class HeatCapacityCurve {
 public:
  struct Point {
    Temperature temperature;  ///< the mean of the bin's temperatures
    double heat_capacity;     ///< total, not per unit
    double standard_error;
    Index sweeps;             ///< how many were pooled
    double energy_slope = 0;  ///< d⟨E⟩/dT between the neighbouring bins
    double energy_slope_error = 0;
    /// Whether C and d⟨E⟩/dT agree, within three standard errors and 10 %, here and in all hotter bins; one
    /// bin alone may disagree by chance. False in a curve of a single bin, which has no slope.
    bool in_equilibrium = true;

    /// Both estimates together, weighted by their errors; d⟨E⟩/dT alone where it is out of equilibrium.
    [[nodiscard]] double combined() const;
    [[nodiscard]] double combined_error() const;
  };

  static constexpr std::size_t least_replicas = 4;

  /// Bins between two temperatures for a run of `sweeps`, 4 of them at least in a bin; the bins at the ends
  /// take in what lies beyond. No bins where an end is 0 or ∞.
  HeatCapacityCurve(Temperature coldest, Temperature hottest, Index sweeps);

  /// The same for the temperatures that a schedule takes.
  HeatCapacityCurve(const Schedule& schedule, Index sweeps);

  /// One sweep's temperature and the replicas' energies after it. Counts nothing at T = 0, at T = ∞ or for
  /// fewer than `least_replicas`, whose scatter gives no error to speak of. Throws std::invalid_argument if
  /// the number of replicas changes.
  void add(Temperature t, std::span<const double> energies);

  /// Carries what was gathered to or from `archive`, of a curve with the same schedule and sweeps. Throws
  /// std::invalid_argument where the archive holds less.
  void transfer(StateArchive& archive);

  /// The bins that hold anything, from cold to hot.
  [[nodiscard]] std::vector<Point> points() const;

 private:
  struct Bin {
    std::vector<double> fluctuations;  // one sum a replica
    std::vector<double> energies;      // one sum a replica
    double temperatures = 0;
    Index sweeps = 0;
    [[nodiscard]] double temperature() const { return temperatures / static_cast<double>(sweeps); }
  };

  HeatCapacityCurve(std::pair<Temperature, Temperature> ends, Index sweeps)
      : HeatCapacityCurve(ends.first, ends.second, sweeps) {}

  static Point point(const Bin& colder, const Bin& bin, const Bin& hotter);

  double log_coldest_ = 0;
  double log_width_ = 0;
  std::vector<Bin> bins_;
};

/// The point where the combined estimate of C is highest, if that is a peak of the heat capacity: higher than
/// both ends of the curve by more than three standard errors, and in equilibrium, as must be the next colder
/// point too. Empty otherwise, for instance when the run falls out of equilibrium, or ends, before its
/// specific heat has turned.
std::vector<HeatCapacityCurve::Point> heat_capacity_peaks(std::span<const HeatCapacityCurve::Point> curve);

}  // namespace onedial
