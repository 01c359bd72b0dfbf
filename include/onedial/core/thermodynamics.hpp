#pragma once
#include "onedial/core/spectrum.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// What a temperature makes of a set of energies (k_B = 1; entropy in nats; totals, not per unit).
/// At T = 0 and T = ∞ every field holds its limit, which may be infinite.
struct Thermodynamics {
  Temperature temperature;
  double log_z;            ///< ln Z
  double mean_energy;      ///< ⟨E⟩
  double energy_variance;  ///< Var(E)
  double entropy;          ///< S = ln Z + ⟨E⟩/T
  double free_energy;      ///< F = ⟨E⟩ − TS = −T ln Z
  double heat_capacity;    ///< C = d⟨E⟩/dT = Var(E)/T²
  double entropy_slope;    ///< dS/dT = C/T = Var(E)/T³
};

/// Exact thermodynamics of a spectrum, with relative errors of a few units in the last place: with
/// d = E − E₀, R = Σ_{d>0} g e^{−d/T} and D = Σ_{d>0} g d e^{−d/T},
/// ln S₀ = ln g + log1p(R/g), S = ln S₀ + (D/T)/(g + R), F = E₀ − T ln S₀: no term of S is negative.
Thermodynamics thermodynamics(const Spectrum& spectrum, Temperature t);

}  // namespace onedial
