#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/plot/figure.hpp"

namespace onedial {

/// What the report of estimates of ln Z shows.
struct LogZReport {
  struct Estimate {
    std::string name;
    double value = 0;
    double error = 0;                  ///< one standard error
    std::optional<double> lower = {};  ///< bounds of the truth
    std::optional<double> upper = {};
  };
  /// ⟨E⟩ in equilibrium at an inverse temperature between the base-rate machine (0) and the machine (1).
  struct EnergyPoint {
    double beta = 0;
    double mean_energy = 0;
    double error = 0;
  };

  std::string title;
  std::string subtitle;
  std::vector<Estimate> estimates = {};
  std::optional<double> exact = {};
  std::vector<EnergyPoint> energies = {};  ///< by rising β; what thermodynamic integration integrates
  /// What each chain of annealed importance sampling says of ln Z: ln Z of the base-rate machine plus ln w on
  /// the way to the machine, and less ln w on the way back.
  std::vector<double> forward = {};
  std::vector<double> back = {};
};

/// Panels: the estimates below each other with their errors and bounds beside the exact value; where they are
/// known, ⟨E⟩ over β, whose integral from 0 to 1 is what ln Z falls short of that of the base-rate machine,
/// and the histograms of the weights forward and back. In these, the densities cross at ln Z (Crooks, PRE 60,
/// 2721 (1999)), so that estimates without overlap deserve no trust. Throws std::invalid_argument for numbers
/// that are not finite and for errors below 0.
Figure log_z_figure(const LogZReport& report);

}  // namespace onedial
