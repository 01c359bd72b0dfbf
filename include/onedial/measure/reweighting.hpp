#pragma once
#include <Eigen/Core>
#include <span>
#include <vector>

#include "onedial/core/thermodynamics.hpp"
#include "onedial/measure/autocorrelation.hpp"

namespace onedial {

/// Energies sampled in equilibrium at one temperature.
struct EnergySamples {
  Temperature temperature;
  ReplicaSeries energies;
  double tau = 0.5;  ///< τ_int: n samples count as n/(2τ) against those of other temperatures
};

/// What reweighting says of one temperature. Totals; ln Z, S and F relative to `Reweighting::anchor`.
struct ReweightedPoint {
  Thermodynamics value;
  Thermodynamics standard_error;  ///< field by field, its temperature that of the value
  /// (Σw)²/Σw² of the weights of the samples (Kish 1965): where it is small, the estimate rests on few
  /// samples that happened to reach the energies of this temperature, and not even its error can be trusted.
  double effective_samples = 0;
};

/// A maximum of C(T) or of dS/dT with its errors.
struct PeakEstimate {
  double temperature = 0;
  double temperature_error = 0;
  double value = 0;
  double value_error = 0;
};

/// One estimate of the density of states from the energies of several temperatures, and from it every
/// temperature in between: Ferrenberg, Swendsen, Phys. Rev. Lett. 63, 1195 (1989), which is MBAR (Shirts,
/// Chodera 2008) where each energy has a histogram bin of its own. Up to 2¹³ different energies have; more
/// are gathered in that many bins of equal width.
///
/// ln Z of the temperatures is the minimum of a convex function, found by Newton's method. Errors are those
/// of a jackknife over blocks of time, the same for all temperatures, so that replicas may exchange theirs.
class Reweighting {
 public:
  /// Throws std::invalid_argument for no samples, T = 0, a temperature given twice, τ not above 0, energies
  /// that are not finite, less than 2 blocks or more than the shortest series has samples, and where
  /// the energies of two neighbouring temperatures do not overlap, naming both.
  explicit Reweighting(std::span<const EnergySamples> samples, Index blocks = 32);

  /// From hot to cold; ln Z of the first is `anchor`.
  [[nodiscard]] const std::vector<Temperature>& temperatures() const { return temperatures_; }

  /// ln Z of the hottest temperature: N ln 2 for N spins at T = ∞. It is 0 until it is known.
  void set_anchor(double log_z) { anchor_ = log_z; }

  /// Throws std::invalid_argument at T = 0, which no sample of T > 0 reaches.
  [[nodiscard]] ReweightedPoint at(Temperature t) const;

  /// The maxima of C(T) between the coldest and the hottest finite temperature, by rising temperature: those
  /// that rise above the minima at their sides by three standard errors of the difference.
  [[nodiscard]] std::vector<PeakEstimate> heat_capacity_peaks() const;
  /// The same of dS/dT = C/T.
  [[nodiscard]] std::vector<PeakEstimate> entropy_slope_peaks() const;

 private:
  /// The estimate from all blocks but one, or from all.
  struct Density {
    Eigen::VectorXd log_states;     // ln g of each level, relative to ln Z of the hottest temperature
    Eigen::VectorXd weights;        // effective samples at each level
    Eigen::VectorXd free_energies;  // −ln Z of the temperatures
  };

  void gather(std::span<const EnergySamples> samples, Index blocks);
  [[nodiscard]] Density solve(const Eigen::MatrixXd& counts, Eigen::VectorXd guess) const;
  [[nodiscard]] Thermodynamics evaluate(const Density& density, Temperature t) const;
  [[nodiscard]] double curve(const Density& density, double t, double Thermodynamics::*field) const;
  [[nodiscard]] std::vector<PeakEstimate> peaks(double Thermodynamics::*field) const;

  std::vector<Temperature> temperatures_;
  Eigen::VectorXd betas_;
  Eigen::VectorXd levels_;                     // energies, rising
  std::vector<Eigen::MatrixXd> block_counts_;  // (levels × temperatures), in effective samples
  Density all_;
  std::vector<Density> without_;  // each block
  double anchor_ = 0;
};

}  // namespace onedial
