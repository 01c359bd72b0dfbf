#pragma once
#include <Eigen/Core>
#include <span>
#include <vector>

#include "onedial/core/density_of_states.hpp"
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
  /// Whether enough samples stand behind the estimate for its error to be one.
  [[nodiscard]] bool is_supported() const { return effective_samples >= 100; }
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

  /// The energies that were met, with ln g relative to ln Z of the hottest temperature.
  [[nodiscard]] const DensityOfStates& density() const { return densities_.front().states; }

  /// How well the energies of the levels k and k + 1 of `temperatures()` overlap (K − 1): the mean of the
  /// probability that a sample of one came from the other, over that of two equal ones; 1 where they are the
  /// same and 0 where none of one could be of the other (Klimovich, Shirts, Mobley 2015: their overlap
  /// matrix, for two). Below some 0.03 reweighting rests on few samples.
  [[nodiscard]] const std::vector<double>& overlaps() const { return overlaps_; }

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
    DensityOfStates states;         // relative to ln Z of the hottest temperature
    Eigen::VectorXd free_energies;  // −ln Z of the temperatures
  };

  void gather(std::span<const EnergySamples> samples, Index blocks);
  void drop_empty_levels();
  [[nodiscard]] Density solve(const Eigen::MatrixXd& counts, Eigen::VectorXd guess) const;
  void compare_neighbours(const Eigen::MatrixXd& counts);
  [[nodiscard]] Thermodynamics evaluate(const Density& density, Temperature t) const;
  [[nodiscard]] std::span<const Density> without() const { return std::span(densities_).subspan(1); }
  [[nodiscard]] std::vector<PeakEstimate> peaks(double Thermodynamics::*field) const;

  std::vector<Temperature> temperatures_;
  Eigen::VectorXd betas_;
  Eigen::VectorXd levels_;                     // energies, rising
  std::vector<Eigen::MatrixXd> block_counts_;  // (levels × temperatures), in effective samples
  Eigen::VectorXd level_counts_;               // of all blocks and temperatures
  std::vector<Density> densities_;             // from all blocks, then without each
  std::vector<double> overlaps_;
  double anchor_ = 0;
};

}  // namespace onedial
