#pragma once
#include <optional>
#include <span>

#include "onedial/core/index.hpp"
#include "onedial/measure/estimate.hpp"

namespace onedial {

/// The mean of independent replicas, with the standard error of their spread: NaN for a single one.
/// Throws std::invalid_argument for none, and where a value is not finite.
Estimate mean_of_replicas(std::span<const double> values);

/// How far annealing within K sweeps ends above the ground state: e(K) = (⟨E⟩ − E₀)/N.
struct ResidualEnergy {
  Index sweeps = 0;
  Estimate energy = {};  ///< per unit
};

/// e = A·x^{−ζ}, fitted to ln e by weighted least squares.
struct DecayLaw {
  double amplitude = 0;    ///< A
  Estimate exponent = {};  ///< ζ; its error allows for scatter beyond the errors of the points
  double chi_squared = 0;
  Index degrees_of_freedom = 0;
};

/// Two laws that residual energies may follow.
struct ResidualEnergyLaws {
  DecayLaw power = {};  ///< x = K
  /// x = ln K: expected of glasses, whose barriers grow with the excitation (Huse and Fisher 1986).
  DecayLaw logarithmic = {};
  Index points = 0;  ///< that were fitted

  /// Which of the two is preferred, and by how much: half the difference of χ², in units of the smaller χ²
  /// per degree of freedom where that exceeds 1. Above 0 for the power; beyond ±3 the odds are 20 : 1.
  [[nodiscard]] double log_odds_of_power() const;
};

/// Fits both. Points that are not three standard errors above 0 are left out, since their logarithms have no
/// errors worth the name, and so are lengths below 3, whose ln ln K is no scale. Empty where fewer than three
/// points are left.
std::optional<ResidualEnergyLaws> fit_residual_energy(std::span<const ResidualEnergy> points);

/// A·x^{−ζ} at K sweeps.
double power_at(const DecayLaw& law, double sweeps);
double logarithmic_at(const DecayLaw& law, double sweeps);

}  // namespace onedial
