#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/viewer/sampled_system.hpp"

namespace onedial::viewer {

/// What is known exactly of the ferromagnet on the periodic square lattice without a field, per site and
/// over a dial: of L × L sites up to L = 64 (Kaufman), of the infinite lattice beyond (Onsager, Yang).
struct IsingExact {
  Index length = 0;  ///< 0 for the infinite lattice
  std::string label;
  std::vector<Thermodynamics> points;  ///< per site, from cold to hot, closest together at T_c
  Temperature peak = Temperature(1);   ///< where C is highest

  /// Per site at any temperature; from `points` and their slopes where T lies between two.
  [[nodiscard]] double mean_energy(Temperature t) const;
};

/// The curves of a lattice of this length. Those of a finite one cost some hundred milliseconds once in a
/// process, and nothing after that.
const IsingExact& ising_exact(Index length, Temperature coldest, Temperature hottest);

/// |m| of the infinite lattice: (1 − sinh⁻⁴(2/T))^⅛ below T_c and 0 above (Yang 1952).
double spontaneous_magnetisation(Temperature t);

/// One quantity of the curves, to be drawn dashed.
Series exact_series(const IsingExact& exact, double Thermodynamics::*quantity);

/// S per site as measured: from ln 2 and Var(E) = Σ J² at T = ∞ down through ⟨E⟩ and C of the bins, as far
/// as they follow each other without a gap and in equilibrium. Empty unless they begin at T ≥ 4, from where
/// ⟨E⟩ is straight enough up to ∞. `bonds` is how many bonds there are; there must be no field.
std::vector<TemperatureBins::Point> measured_entropy(const SampledSystem& system, Index bonds);

}  // namespace onedial::viewer
