#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// The energies of a system, each with the number of states that have it (its degeneracy).
///
/// A softmax over logits z is the spectrum with energies −z; the enumeration of a small machine and a
/// density of states are spectra too. Energies of +∞ are states that never occur: they keep their place
/// and get probability 0.
class Spectrum {
 public:
  /// One state per energy. Throws std::invalid_argument that names the index of a NaN or −∞, if no energy is
  /// finite, and if the finite energies span more than the range of a double.
  explicit Spectrum(std::vector<double> energies);

  /// `degeneracies[i]` states of energy `energies[i]`. Throws as above, if the lengths differ, and if a
  /// degeneracy is negative, NaN or infinite, or if their sum is. At least one finite energy needs a
  /// degeneracy above 0.
  Spectrum(std::vector<double> energies, std::vector<double> degeneracies);

  /// The spectrum with energies −logits: −∞ is a token that is never drawn.
  static Spectrum from_logits(std::span<const double> logits);

  [[nodiscard]] Index size() const { return static_cast<Index>(energies_.size()); }
  [[nodiscard]] std::span<const double> energies() const { return energies_; }
  /// Empty where every degeneracy is 1.
  [[nodiscard]] std::span<const double> degeneracies() const { return degeneracies_; }
  [[nodiscard]] double degeneracy(Index i) const {
    return degeneracies_.empty() ? 1.0 : degeneracies_[static_cast<std::size_t>(i)];
  }
  /// E₀, the least energy.
  [[nodiscard]] double ground_energy() const { return ground_energy_; }
  /// g, the number of states at E₀: S(T = 0) = ln g.
  [[nodiscard]] double ground_degeneracy() const { return ground_degeneracy_; }
  /// N, the number of states of finite energy: S(T = ∞) = ln N.
  [[nodiscard]] double state_count() const { return state_count_; }
  /// The distance from E₀ to the next energy; 0 if there is none.
  [[nodiscard]] double first_gap() const { return first_gap_; }
  /// The distance from E₀ to the largest finite energy; 0 if there is none.
  [[nodiscard]] double largest_gap() const { return largest_gap_; }

 private:
  void find_ground();

  std::vector<double> energies_;
  std::vector<double> degeneracies_;
  double ground_energy_ = 0;
  double ground_degeneracy_ = 0;
  double state_count_ = 0;
  double first_gap_ = 0;
  double largest_gap_ = 0;
};

/// ln Z = −E₀/T + ln Σ gᵢ e^{−(Eᵢ−E₀)/T}. At T = ∞, ln N; at T = 0, ∓∞ by the sign of E₀ (ln g at E₀ = 0).
double log_partition_function(const Spectrum& spectrum, Temperature t);

/// pᵢ = e^{−Eᵢ/T}/Z: the probability of each single state, in the order of the energies (with
/// degeneracies, Σ gᵢ pᵢ = 1). At T = 0 uniform over the ground states, at T = ∞ over all finite energies.
std::vector<double> boltzmann_probabilities(const Spectrum& spectrum, Temperature t);

}  // namespace onedial
