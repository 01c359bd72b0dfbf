#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/hysteresis.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/measure/reweighting.hpp"
#include "onedial/measure/thermometer.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of a scan over temperatures shows. Curves go from cold to hot.
struct ThermoReport {
  std::string title;
  std::string subtitle;
  std::vector<ThermometerReading> readings = {};       ///< of finite temperatures
  std::vector<ReweightedPoint> curve = {};             ///< between them
  std::vector<Thermodynamics> exact = {};              ///< where it is known
  std::vector<PeakEstimate> heat_capacity_peaks = {};  ///< an exact one has errors of 0
  std::vector<PeakEstimate> entropy_slope_peaks = {};
  std::optional<HysteresisLoop> loop = std::nullopt;
  std::optional<ExactLoop> exact_loop = std::nullopt;    ///< drawn beside the measured one
  std::optional<double> log_state_count = std::nullopt;  ///< where S and F are absolute
};

/// Panels over T: ⟨E⟩, C and dS/dT with their peaks and errors, S with its ceiling, F, and the memory τ
/// of the energy. Bands are one standard error; what too few samples stand behind, or bins too wide, is grey,
/// as is a heat capacity out of equilibrium. Without readings there are curves alone, and no memory.
/// A loop of cooling and heating adds a panel.
Figure thermo_figure(const ThermoReport& report);

}  // namespace onedial
