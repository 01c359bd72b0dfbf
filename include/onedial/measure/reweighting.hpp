#pragma once
#include <Eigen/Core>
#include <functional>
#include <optional>
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
  /// Whether the bins of the energies, where there are any, are narrow against the spread of the energy at
  /// this temperature.
  bool is_resolved = true;
  /// Whether enough samples stand behind the estimate, and bins narrow enough, for its error to be one.
  [[nodiscard]] bool is_supported() const { return effective_samples >= 100 && is_resolved; }
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
/// of a jackknife over blocks that are the same for all temperatures, so that replicas may exchange theirs:
/// series r of one temperature goes with series r of the others, and where all have as many of them, those
/// are independent of each other and blocks too. Each is cut in time into as many as `blocks` leaves for it,
/// but fewer where they would be shorter than 20τ and eight in all are left.
class Reweighting {
 public:
  /// Temperatures beyond which a matrix between all of them takes too long.
  static constexpr Index most_temperatures = 1024;

  /// Told how many of the densities, of all blocks and without each of them, are done; ends it by false.
  using Observer = std::function<bool(Index done, Index all)>;

  /// Throws std::invalid_argument for no samples, T = 0, a temperature given twice, τ not above 0, energies
  /// that are not finite, less than 2 blocks or more than the shortest series has samples, more than
  /// `most_temperatures`, and where the energies of two neighbouring temperatures do not overlap, naming
  /// both: fewer than 4 effective samples of one could be of the other, whichever block is left out. Also if
  /// no density of states is found that explains the samples of all temperatures.
  explicit Reweighting(std::span<const EnergySamples> samples, Index blocks = 32);

  /// The same; none if the observer, who is asked between the steps of Newton's method, ended it.
  static std::optional<Reweighting> watched(std::span<const EnergySamples> samples, Index blocks,
                                            const Observer& observer);

  /// Whether the blocks are independent of each other: whole series, or at least 10τ of the slowest
  /// temperature long. Otherwise errors are too small.
  [[nodiscard]] bool has_long_blocks() const { return has_long_blocks_; }

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
    Eigen::VectorXd free_energies;  // −ln Z of the temperatures, of energies above the lowest
  };
  /// Effective samples, of all blocks or of one.
  struct Counts {
    Eigen::VectorXd of_levels;
    Eigen::VectorXd of_temperatures;
  };
  /// How samples are told into blocks: by series, and by time.
  struct Cuts {
    Index groups;
    Index stretches;
  };

  Reweighting() = default;
  bool build(std::span<const EnergySamples> samples, Index blocks, const Observer& observer);
  [[nodiscard]] Cuts cuts_of(std::span<const EnergySamples> samples, Index blocks);
  std::vector<Counts> gather(std::span<const EnergySamples> samples, Index blocks);
  /// The level that an energy belongs to, less the lowest.
  [[nodiscard]] double above_lowest(double energy) const;
  [[nodiscard]] Eigen::VectorXd first_guess(std::span<const EnergySamples> samples) const;
  [[nodiscard]] std::optional<Density> solve(const Counts& counts, Eigen::VectorXd guess,
                                             const std::function<bool()>& goes_on) const;
  void require_bridges(const Density& density, const Eigen::VectorXd& counts) const;
  void compare_neighbours(std::span<const EnergySamples> samples);
  [[nodiscard]] Thermodynamics evaluate(const Density& density, Temperature t) const;
  [[nodiscard]] std::span<const Density> without() const { return std::span(densities_).subspan(1); }
  [[nodiscard]] std::vector<PeakEstimate> peaks(double Thermodynamics::*field) const;

  std::vector<Temperature> temperatures_;
  Eigen::VectorXd betas_;
  Eigen::VectorXd levels_;          // energies, rising
  double width_ = 0;                // of the bins that they are the middles of
  Eigen::VectorXd level_counts_;    // of all blocks and temperatures, in effective samples
  std::vector<Density> densities_;  // from all blocks, then without each
  std::vector<double> overlaps_;
  double anchor_ = 0;
  bool has_long_blocks_ = true;
};

}  // namespace onedial
