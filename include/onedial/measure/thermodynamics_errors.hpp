#pragma once
#include <array>
#include <span>

#include "onedial/core/thermodynamics.hpp"

namespace onedial {

/// All that depends on the temperature.
inline constexpr std::array<double Thermodynamics::*, 7> thermodynamic_quantities = {
    &Thermodynamics::log_z,        &Thermodynamics::mean_energy, &Thermodynamics::energy_variance,
    &Thermodynamics::entropy,      &Thermodynamics::free_energy, &Thermodynamics::heat_capacity,
    &Thermodynamics::entropy_slope};

/// The standard error of each quantity by the jackknife, from what all data say and what they say without
/// each of two or more blocks; infinite where `of_all` is not finite. Throws std::invalid_argument as
/// `jackknife`.
Thermodynamics thermodynamics_errors(const Thermodynamics& of_all,
                                     std::span<const Thermodynamics> without_block);

}  // namespace onedial
