#include "onedial/core/thermodynamics.hpp"

#include <cmath>

#include "excited_levels.hpp"
#include "onedial/core/elementary.hpp"
#include "precise_sums.hpp"

namespace onedial {
namespace {

Thermodynamics at_zero(const Spectrum& spectrum) {
  const Temperature t = Temperature::zero();
  const double log_states = elementary::log(spectrum.ground_degeneracy());
  return {.temperature = t,
          .log_z = log_states - t.reduced(spectrum.ground_energy()),
          .mean_energy = spectrum.ground_energy(),
          .energy_variance = 0,
          .entropy = log_states,
          .free_energy = spectrum.ground_energy(),
          .heat_capacity = 0,
          .entropy_slope = 0};
}

/// Whether a + b loses two bits or more.
bool nearly_cancel(double a, double b) {
  return std::abs(a + b) < 0.25 * std::abs(a);
}

/// Replaces what is a difference of two nearly equal terms, both taken to twice the digits of a double.
void refine_differences(const Spectrum& spectrum, const LevelFrame& frame, Thermodynamics& result) {
  const DoubleDouble ground(spectrum.ground_energy());
  const DoubleDouble degeneracy(spectrum.ground_degeneracy());
  const DoubleDouble temperature(result.temperature.value());
  const PreciseSums excited = precise_sums(spectrum, frame);
  const DoubleDouble log_states = log(degeneracy) + log1p(excited.weight / degeneracy);
  const DoubleDouble mean_gap =
      times_power_of_two(excited.gap / (degeneracy + excited.weight), frame.energy_exponent);
  result.mean_energy = (ground + mean_gap).value();
  if (!result.temperature.is_infinite()) {
    result.log_z = (log_states - ground / temperature).value();
    result.free_energy = (ground - temperature * log_states).value();
  }
}

}  // namespace

Thermodynamics thermodynamics(const Spectrum& spectrum, Temperature t) {
  if (t.is_zero()) {
    return at_zero(spectrum);
  }
  const LevelFrame frame = LevelFrame::of_weighty_levels(spectrum, t);
  const ExcitedLevels excited(spectrum, frame);
  const double ground = spectrum.ground_energy();
  const double p_ground = spectrum.ground_degeneracy() / excited.z;
  // Var = fraction·(variance within the excited levels + p_ground ⟨d⟩²): no term is negative here either.
  const ScaledNumber variance =
      excited.fraction * (excited.variance + p_ground * excited.mean_gap * excited.mean_gap);
  const double mean_gap = (excited.fraction * excited.mean_gap).shifted(frame.energy_exponent).value();
  const double mean_reduced_gap = (excited.fraction * (excited.mean_gap / frame.temperature)).value();
  const double log_ground = elementary::log(spectrum.ground_degeneracy());
  const double log_states = log_ground + excited.log_growth.value();

  int t_exponent = 0;  // T apart as mantissa and exponent, so that T² and T³ stay in range
  const double t_mantissa = t.is_infinite() ? t.value() : std::frexp(t.value(), &t_exponent);
  const ScaledNumber heat_capacity =
      (variance * (1 / (t_mantissa * t_mantissa))).shifted(2 * (frame.energy_exponent - t_exponent));
  // T ln S₀; nothing if there is but one state, also at T = ∞.
  const double entropic_energy =
      (log_ground == 0 ? 0 : t.value() * log_ground) +
      (excited.log_growth.mantissa == 0 ? 0 : (excited.log_growth * t.value()).value());

  Thermodynamics result{
      .temperature = t,
      .log_z = log_states - t.reduced(ground),
      .mean_energy = ground + mean_gap,
      .energy_variance = variance.shifted(2 * frame.energy_exponent).value(),
      .entropy = log_ground + (excited.log_growth.value() + mean_reduced_gap),
      .free_energy = ground - entropic_energy,
      .heat_capacity = heat_capacity.value(),
      .entropy_slope = (heat_capacity * (1 / t_mantissa)).shifted(-t_exponent).value(),
  };
  if (nearly_cancel(ground, mean_gap) || nearly_cancel(ground, -entropic_energy) ||
      nearly_cancel(log_states, -t.reduced(ground))) {
    refine_differences(spectrum, frame, result);
  }
  return result;
}

}  // namespace onedial
