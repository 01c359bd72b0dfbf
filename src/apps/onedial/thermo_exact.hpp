#pragma once
#include <vector>

#include "thermo_report.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {

/// The temperatures that are shown where none has to be sampled: those of the list, or a grid.
std::vector<Temperature> shown_temperatures(const ThermoConfig& settings, const TemperatureRange& range);

/// The temperatures of a smooth curve.
std::vector<Temperature> curve_temperatures(const TemperatureRange& range);

/// The peaks that lie in the range.
std::vector<PeakEstimate> between(std::vector<PeakEstimate> peaks, const TemperatureRange& range);

/// Fills in what is known exactly, at the points and on the curve with its maxima; what it has got to if the
/// user interrupts. Of an outcome that is interrupted already, what takes no longer than two seconds.
void add_exact(ThermoOutcome& outcome, const ThermoSubject& subject, const TemperatureRange& range,
               const std::vector<Temperature>& points, Watch& watch);

}  // namespace onedial::cli
