#pragma once
#include <span>
#include <vector>

#include "onedial/core/peaks.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {

/// Energies, each with ln g, the logarithm of the number of states that have it: a spectrum whose
/// degeneracies may be beyond the range of a double, as those of more than a thousand spins are.
class DensityOfStates {
 public:
  /// ln g of −∞ is no state. Sorts by energy; levels of one energy become one. Throws std::invalid_argument
  /// if the lengths differ, an energy is not finite, ln g is NaN or +∞, or there is no state at all.
  DensityOfStates(std::vector<double> energies, std::vector<double> log_states);
  /// The same states; those of infinite energy, which never occur, are left out.
  explicit DensityOfStates(const Spectrum& spectrum);

  [[nodiscard]] Index size() const { return static_cast<Index>(energies_.size()); }
  [[nodiscard]] std::span<const double> energies() const { return energies_; }      ///< rising
  [[nodiscard]] std::span<const double> log_states() const { return log_states_; }  ///< ln g, finite
  /// ln of the number of all states: S at T = ∞.
  [[nodiscard]] double log_state_count() const { return log_state_count_; }

 private:
  std::vector<double> energies_;
  std::vector<double> log_states_;
  double log_state_count_ = 0;
};

/// Thermodynamics of the states, T = 0 and T = ∞ included, to about 10⁻¹³ of the largest term: digits are
/// lost where S is much smaller than ⟨E⟩/T. `thermodynamics` of a Spectrum loses none.
Thermodynamics thermodynamics(const DensityOfStates& states, Temperature t);

/// All maxima of C(T) and of dS/dT, by rising temperature, as of a Spectrum; good to 10⁻⁷ of T.
std::vector<Peak> heat_capacity_peaks(const DensityOfStates& states);
std::vector<Peak> entropy_slope_peaks(const DensityOfStates& states);

}  // namespace onedial
