#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/optimal_sweeps.hpp"
#include "onedial/anneal/residual_energy.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of a comparison of annealing configs shows.
struct ComparisonReport {
  /// Trials of one number of sweeps.
  struct Length {
    double sweeps = 0;
    IntervalEstimate success = {};         ///< probability of the target
    IntervalEstimate time_to_target = {};  ///< in sweeps; of a score in updates
  };
  struct Contestant {
    std::string name = {};
    std::vector<double> residual_energies = {};        ///< of trials at equal cost, per unit, in rising order
    Length score = {};                                 ///< at equal cost
    std::vector<Length> lengths = {};                  ///< in rising order
    std::vector<ResidualEnergy> residual_course = {};  ///< mean residual energy per unit
    std::optional<ResidualEnergyLaws> laws = std::nullopt;
    std::optional<OptimalSweeps> optimum = std::nullopt;
  };

  std::string title = {};
  std::string subtitle = {};
  bool has_target = false;
  std::vector<Contestant> contestants = {};
};

/// Panels: the part of the trials that ended at or below a residual energy; with lengths, the mean residual
/// energy against the sweeps with the law that fits better; with a target, the success probability and the
/// sweeps to the target against the sweeps, the least marked, or side by side where there are no lengths.
Figure comparison_figure(const ComparisonReport& report);

}  // namespace onedial
