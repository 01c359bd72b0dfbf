#pragma once
#include <optional>

#include "machine_scan.hpp"
#include "onedial/plot/figure.hpp"

// What there is to see of a restricted machine. Where nothing was measured yet, panels are empty.
namespace onedial::viewer {

/// C(T) over `units`: of the levels one by one, joined by reweighting, and its peak.
Panel machine_heat_capacity_panel(const std::optional<MachineReadings>& readings, double units);

/// S(T) over `units`, which is ln 2 at T = ∞.
Panel machine_entropy_panel(const std::optional<MachineReadings>& readings, double units);

/// The weights (V × H) of each hidden unit as a picture of `side` × `side` visible ones.
Panel filter_panel(const FloatRows& weights, Index side);

}  // namespace onedial::viewer
