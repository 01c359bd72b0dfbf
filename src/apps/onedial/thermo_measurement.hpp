#pragma once
#include "thermo_report.hpp"
#include "thermo_setup.hpp"

namespace onedial::cli {

/// What is known exactly, at the temperatures of the list or on a grid; shows its progress and ends at the
/// first Ctrl-C as `measure` does. Throws ConfigError if nothing is.
ThermoOutcome solve_exactly(const ThermoConfig& settings, const ThermoSubject& subject,
                            const TemperatureRange& range, const Config& config, bool quiet);

/// Samples by replica exchange or by a flat histogram, and goes through the loop if there is one; shows its
/// progress unless `quiet`, and ends with what it has at the first Ctrl-C. Throws ConfigError for energies
/// that a flat histogram cannot have.
ThermoOutcome measure(const ThermoConfig& settings, const ThermoSubject& subject,
                      const TemperatureRange& range, const Config& config, bool quiet);

}  // namespace onedial::cli
