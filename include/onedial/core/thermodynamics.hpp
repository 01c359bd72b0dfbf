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
/// d = E − E₀, R = Σ_{d>0} g e^{−d/T}, D = Σ_{d>0} g d e^{−d/T} and Z' = g + R,
/// ln S₀ = ln g + log1p(R/g), S = ln S₀ + (D/T)/Z', F = E₀ − T ln S₀, ⟨E⟩ = E₀ + D/Z' and
/// Var = (R/Z')(Var of d over the excited states + (g/Z')(D/R)²): no term of S or of Var is negative, and no
/// sum leaves the range of a double before a result does. Where ln Z, ⟨E⟩ or F is the difference of nearly
/// equal terms, the sums are taken again to twice the digits, at five times the cost.
Thermodynamics thermodynamics(const Spectrum& spectrum, Temperature t);

}  // namespace onedial
