#pragma once
#include <optional>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/measure/binning.hpp"
#include "onedial/measure/block_means.hpp"

namespace onedial {

/// What has been measured at one temperature: the fields of `Thermodynamics` that samples tell, with errors.
struct ThermometerReading {
  Temperature temperature;
  Index samples = 0;  ///< of all replicas together
  /// Whether the energy of any replica changed, by more than rounding. If none did, nothing happened, in
  /// however many states the replicas are stuck: C is not known to be 0, and no error can be given.
  bool has_events = false;
  double mean_energy = 0;
  double mean_energy_error = 0;
  double energy_variance = 0;
  double energy_variance_error = 0;
  double heat_capacity = 0;  ///< Var(E)/T²
  double heat_capacity_error = 0;
  double tau = 0.5;              ///< τ_int of the energy, in steps of the series
  double effective_samples = 0;  ///< of all replicas: samples/(2τ)
  /// Whether the series has shown all of its memory; otherwise τ and the errors are lower bounds.
  bool is_long_enough = false;
  /// d⟨E⟩/dT by finite differences, of the polynomial through the temperatures up to two levels away: the
  /// other heat capacity. None at the ends, without events, and where the steps to both sides differ by
  /// more than a factor of 3.
  std::optional<double> energy_slope = std::nullopt;
  /// With what the differences miss: what two temperatures more change, or else h²d²C/dT²/6.
  double energy_slope_error = 0;
  /// Whether ⟨E⟩ changes between the neighbouring temperatures by what the fluctuations say, ∫Var(E) dβ,
  /// within four standard errors and the error of the integral. Where they part, replicas no longer relax,
  /// and Var(E)/T² is no heat capacity. An end is judged by the span that its neighbour is the middle of.
  /// Empty where it cannot be told: with less than three temperatures, where one of the three has no events,
  /// and where they lie so far apart that the integral is off by a quarter.
  std::optional<bool> in_equilibrium = std::nullopt;
  /// Whether the reading was found to be out of equilibrium.
  [[nodiscard]] bool is_out_of_equilibrium() const { return !in_equilibrium.value_or(true); }
};

/// Measures energies at a ladder of temperatures while they are sampled: one pass, constant memory.
///
/// Independent replicas at one temperature are averaged first, which leaves the memory of the series as it
/// is; its mean has an error by logarithmic binning, and C a jackknife over blocks of time. Give it
/// `system.energies()` after each sweep for a system of one temperature, or each level of a ladder.
class Thermometer {
 public:
  /// Throws std::invalid_argument for no temperatures, T = 0, where Var(E)/T² has no meaning, and unless they
  /// rise.
  explicit Thermometer(std::vector<Temperature> temperatures);

  /// The energies of the replicas at a level, after a sweep. Throws std::invalid_argument if there are none,
  /// if their number changes, and for NaN and ∞; std::out_of_range for a level that is not there.
  void add(Index level, std::span<const double> energies);

  [[nodiscard]] const std::vector<Temperature>& temperatures() const { return temperatures_; }

  /// From cold to hot. Throws std::logic_error before each level has two samples.
  [[nodiscard]] std::vector<ThermometerReading> readings() const;

 private:
  struct Level {
    LogBinning means;                    // of the replicas, sweep by sweep
    BlockMeans moments = BlockMeans(2);  // of E − origin and its square
    std::vector<double> first;           // energies of the replicas; that of the first is the origin
    bool has_events = false;
  };

  [[nodiscard]] ThermometerReading read(std::size_t level) const;

  std::vector<Temperature> temperatures_;
  std::vector<Level> levels_;
};

}  // namespace onedial
