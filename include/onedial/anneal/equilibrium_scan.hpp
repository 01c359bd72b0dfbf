#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "onedial/measure/order_parameter.hpp"
#include "onedial/measure/reweighting.hpp"
#include "onedial/measure/thermometer.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// The order parameter of a state, per unit; see `OrderParameter`.
using StateObservable = std::function<double(const State&)>;

/// How to measure a system in equilibrium on a ladder of temperatures.
struct ScanSettings {
  /// From cold to hot, at least 2; ∞ may be the last.
  std::vector<Temperature> temperatures = {};
  /// Sweeps before the measurement. Empty: until the energies of every level have settled, judged by MSER on
  /// stretches of doubling length, but no more sweeps than are measured.
  std::optional<Index> equilibration = std::nullopt;
  Index sweeps = 10'000;                 ///< measured, at least `blocks`
  Index blocks = 32;                     ///< of time, for the errors of reweighted quantities
  StateObservable order_parameter = {};  ///< none if empty
  Index order_parameter_every = 10;      ///< sweeps: to read states takes longer than to read energies
  std::uint64_t seed = 0;
};

/// Where a scan is.
struct ScanProgress {
  /// "placing temperatures", "equilibrating", "measuring" or "joining temperatures"
  std::string_view phase;
  Index sweep;   ///< done; while temperatures are joined, densities of states
  Index sweeps;  ///< of this phase
};

/// Called after each sweep, and between steps of the reweighting; the scan ends with what it has measured
/// when it returns false.
using ScanObserver = std::function<bool(const ScanProgress&)>;

/// What a scan has measured. Vectors over levels go from cold to hot.
struct EquilibriumScan {
  std::vector<ThermometerReading> readings;  ///< (K); τ in sweeps
  std::vector<OrderParameterReading> order;  ///< (K), or empty
  std::vector<double> split_r_hats;          ///< (K), over the ladders: do they agree?
  std::vector<double> swap_rates;            ///< (K − 1), of neighbours
  Index round_trips = 0;                     ///< from the cold end to the hot one and back, all replicas
  Index ladders = 0;                         ///< M
  Index equilibration = 0;                   ///< sweeps before the measurement
  bool has_settled = true;                   ///< whether the energies had, when the measurement began
  Index sweeps = 0;                          ///< measured
  bool is_interrupted = false;
  Index updates = 0;   ///< update attempts, equilibration included
  double seconds = 0;  ///< likewise

  /// All levels in one estimate of the density of states. None where the scan was ended too early, where
  /// neighbours do not overlap, and where ladders are stuck in different states: `no_reweighting` says why.
  std::optional<Reweighting> reweighting;
  std::string no_reweighting;

  /// The levels whose series are shorter than 50τ, which is what an estimate of τ and of errors needs, and
  /// the number of sweeps that would be enough for the slowest of them.
  [[nodiscard]] std::vector<Index> short_levels() const;
  [[nodiscard]] Index sweeps_needed() const;
};

/// Measures `system`, whose replicas make M ladders, by replica exchange (see `ReplicaExchange`). The
/// energies are kept for reweighting, thinned to at most 2²⁴ of them, or to 4 `blocks` of each replica where
/// that is more; means, C and τ use every sweep. Throws std::invalid_argument if the settings or the number
/// of replicas do not fit together.
EquilibriumScan scan_equilibrium(System& system, const ScanSettings& settings,
                                 const ScanObserver& observer = {});

}  // namespace onedial
