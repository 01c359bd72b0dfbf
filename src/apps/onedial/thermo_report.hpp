#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/anneal/hysteresis.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/measure/integrated_entropy.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/sample/multicanonical.hpp"
#include "thermo_setup.hpp"

namespace onedial::cli {

/// A loop of cooling and heating, with the exact one where the model is small enough.
struct LoopOutcome {
  HysteresisLoop measured;
  std::optional<ExactLoop> exact = std::nullopt;
};

/// What `onedial thermo` has found out. Vectors over temperatures go from cold to hot.
struct ThermoOutcome {
  std::optional<EquilibriumScan> scan;       ///< by replica exchange
  std::optional<FlatHistogram> histogram;    ///< or this; neither where only the exact answer was asked for
  std::vector<ThermometerReading> readings;  ///< of the levels between the ends of the range
  std::vector<ReweightedPoint>
      at_points;                       ///< what the density of states says there; empty where there is none
  std::vector<ReweightedPoint> curve;  ///< many temperatures
  std::vector<Thermodynamics> exact_points;  ///< at the temperatures of the readings, or of the grid
  std::vector<Thermodynamics> exact_curve;
  std::vector<PeakEstimate> heat_capacity_peaks;
  std::vector<PeakEstimate> entropy_slope_peaks;
  std::vector<Peak> exact_heat_capacity_peaks;
  std::vector<Peak> exact_entropy_slope_peaks;
  bool is_absolute = false;                             ///< S and F count from T = ∞
  std::vector<IntegratedEntropy> integrated_entropies;  ///< at the readings, where S is absolute
  std::optional<LoopOutcome> loop;
  bool is_interrupted = false;  ///< by the user
  std::string interruption;     ///< and how far it had come then, in words
  std::vector<std::string> warnings;

  /// Whether the errors of curves and peaks are what they say: the energies had settled and blocks are long,
  /// or walkers went round often enough.
  [[nodiscard]] bool has_sound_curves() const;
};

/// "heat_bath", "metropolis", "swendsen_wang" or "wolff".
std::string kernel_name(const ThermoConfig& settings);

/// The document of result.json and --json; what is undefined is null.
nlohmann::ordered_json to_json(const ThermoConfig& settings, const ThermoSubject& subject,
                               const ThermoOutcome& outcome);

/// A table with a line a temperature and errors in brackets, the peaks, and a plot of C; `rich` allows more
/// than ASCII.
std::string to_text(const ThermoConfig& settings, const ThermoSubject& subject, const ThermoOutcome& outcome,
                    bool rich);

/// A row a temperature, numbers with all of their digits.
std::string points_csv(const ThermoOutcome& outcome);
/// A row a sweep of a loop.
std::string loop_csv(const LoopOutcome& loop);
/// The reweighted curve, likewise.
std::string curve_csv(const ThermoOutcome& outcome);

Figure figure(const ThermoConfig& settings, const ThermoSubject& subject, const ThermoOutcome& outcome);

}  // namespace onedial::cli
