#pragma once
#include <functional>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/validation/check.hpp"

namespace onedial {

/// The exact answer at a temperature.
using ExactThermodynamics = std::function<Thermodynamics(Temperature)>;

/// ⟨E⟩ and C at every temperature of a scan. Readings without events, and of series too short or with too few
/// effective samples for an error, are left out.
std::vector<ValidationCheck> check_readings(const EquilibriumScan& scan, const ExactThermodynamics& exact);

/// What the density of states of a scan that reaches T = ∞ says: S and ln Z halfway between its finite
/// temperatures, and the places and heights of the peaks of C between them. Throws std::logic_error if there
/// is none.
std::vector<ValidationCheck> check_density(EquilibriumScan& scan, const ExactThermodynamics& exact,
                                           double log_state_count);

}  // namespace onedial
