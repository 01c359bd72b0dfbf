#pragma once
#include "thermo_report.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {

/// Walks through all energies alike, and reweights the flat histogram to every temperature. Errors hold what
/// bins of a given width hide; temperatures at which the energy spreads over less than four bins are not
/// resolved. Throws ConfigError for energies that a flat histogram cannot have, and for bins wider than a
/// quarter of the spread of the energies of random states.
ThermoOutcome walk_through_energies(const ThermoConfig& settings, const ThermoSubject& subject,
                                    const TemperatureRange& range, const Config& config, Watch& watch);

}  // namespace onedial::cli
