#include "onedial/core/thermodynamics.hpp"

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// The sums over excited states that everything else follows from.
struct ExcitedSums {
  double weight = 0;  ///< R = Σ g e^{−d/T}
  double gap = 0;     ///< D = Σ g d e^{−d/T}
};

/// Calls `visit(gap, g·e^{−gap/T})` for every level above the ground level that has any weight.
template <class Visit>
void for_each_excited(const Spectrum& spectrum, Temperature t, Visit visit) {
  const auto energies = spectrum.energies();
  for (std::size_t i = 0; i < energies.size(); ++i) {
    const double gap = energies[i] - spectrum.ground_energy();
    const double weight = spectrum.degeneracy(static_cast<Index>(i)) *
                          boltzmann_weight(energies[i], spectrum.ground_energy(), t);
    if (gap > 0 && weight > 0) {
      visit(gap, weight);
    }
  }
}

ExcitedSums excited_sums(const Spectrum& spectrum, Temperature t) {
  CompensatedSum weight_sum;
  CompensatedSum gap_sum;
  for_each_excited(spectrum, t, [&](double gap, double weight) {
    weight_sum.add(weight);
    gap_sum.add(gap * weight);
  });
  return {weight_sum.value(), gap_sum.value()};
}

/// Σ p (d − ⟨d⟩)²: two passes, so that it cannot turn negative or lose digits.
double centred_variance(const Spectrum& spectrum, Temperature t, double mean_gap, double z) {
  CompensatedSum squares;
  squares.add(spectrum.ground_degeneracy() * mean_gap * mean_gap);
  for_each_excited(spectrum, t, [&](double gap, double weight) {
    squares.add(weight * (gap - mean_gap) * (gap - mean_gap));
  });
  return squares.value() / z;
}

}  // namespace

Thermodynamics thermodynamics(const Spectrum& spectrum, Temperature t) {
  const double ground = spectrum.ground_energy();
  const double degeneracy = spectrum.ground_degeneracy();
  const ExcitedSums excited = excited_sums(spectrum, t);
  const double z = degeneracy + excited.weight;  // relative to the ground energy
  const double log_shifted_z = elementary::log(degeneracy) + elementary::log1p(excited.weight / degeneracy);
  const double mean_gap = excited.gap / z;
  const double variance = centred_variance(spectrum, t, mean_gap, z);

  // T = ∞ is set apart: every energy has the same weight, C and dS/dT vanish, and −T ln Z has no limit
  // but −∞ unless there is only one state.
  const bool frozen = t.is_zero();
  const double temperature = t.value();
  return {
      .temperature = t,
      .log_z = log_shifted_z - t.reduced(ground),
      .mean_energy = ground + mean_gap,
      .energy_variance = variance,
      .entropy = log_shifted_z + t.reduced(mean_gap),
      .free_energy = frozen || log_shifted_z == 0 ? ground : ground - temperature * log_shifted_z,
      .heat_capacity = frozen ? 0.0 : variance / temperature / temperature,
      .entropy_slope = frozen ? 0.0 : variance / temperature / temperature / temperature,
  };
}

}  // namespace onedial
