#pragma once
#include <optional>
#include <vector>

#include "onedial/measure/reweighting.hpp"
#include "temperature_loop.hpp"

namespace onedial::viewer {

/// What the energies of a loop say of every temperature within it.
struct PeakEstimates {
  std::vector<ReweightedPoint> curve;                        ///< by rising temperature
  std::optional<PeakEstimate> heat_capacity = std::nullopt;  ///< the highest peak of C(T); none without one
  std::optional<PeakEstimate> entropy_slope = std::nullopt;  ///< and of dS/dT
};

/// Reweights all energies that the loop has kept, with `points` temperatures between its ends. Errors come
/// from leaving out a few replicas at a time, which are independent, so that they hold however long the
/// memory of the energies is. None where two levels do not overlap, as after few sweeps of a large system.
std::optional<PeakEstimates> estimate_peaks(const TemperatureLoop& loop, Index points);

}  // namespace onedial::viewer
