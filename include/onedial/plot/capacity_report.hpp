#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/memory/capacity.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the reports of capacities and basins show.
struct CapacityReport {
  /// The load at which half are recalled, of one size.
  struct HalfLoad {
    Index units = 0;
    Estimate load = {};
  };

  std::string title;
  std::string subtitle;
  std::vector<RecallRate> rates = {};     ///< in the order in which curves are to be drawn
  std::vector<HalfLoad> half_loads = {};  ///< of the sizes at which it is known
  std::optional<Estimate> limit = {};     ///< for N → ∞
  bool is_plain_hebb = false;             ///< the theory of Amit, Gutfreund and Sompolinsky holds
};

/// Panels over the load, a curve for each size: the part recalled, the overlap at the end, and the half loads
/// with their limit, beside the theory where it holds.
Figure capacity_figure(const CapacityReport& report);

/// Panels over the noise of the cue, a curve for each load: the part recalled, and the overlap at the end.
Figure basins_figure(const CapacityReport& report);

}  // namespace onedial
