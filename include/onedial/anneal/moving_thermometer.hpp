#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/state_archive.hpp"

namespace onedial {

/// Var(E) and the relaxation time of replicas whose temperature moves while they are measured.
///
/// Both are averages over the replicas, and over the sweeps with exponential forgetting: the newest sweep
/// counts R/(R + 32), so that a thousand replicas know the present from the present alone, and a single one
/// looks back over some thirty sweeps. The mean that deviations are taken from follows its own trend (an
/// alpha-beta filter, β = α²/(2 − α); Benedict, Bordner 1962), or else it would lag behind while T falls.
///
/// τ = ½ + Σρ(ℓ) in sweeps, from the correlations ρ at the lags 1, 2, 4 … up to a longest one with straight
/// lines between them. A lag of ℓ is looked at every ℓ sweeps, so that all lags together cost two passes
/// over the energies. Frozen replicas have a τ near the longest lag: it is a lower bound then.
class MovingThermometer {
 public:
  /// Lags up to the power of two at or above `longest_lag`, and one more.
  explicit MovingThermometer(double longest_lag);

  /// The energies (R) after a sweep. Throws std::invalid_argument if there are none or their number changes.
  void add(std::span<const double> energies);

  /// Carries what was measured to or from an archive, of a thermometer with the same lags.
  void transfer(StateArchive& archive);

  /// 0 before the first sweep.
  [[nodiscard]] double energy_variance() const { return variance_; }
  [[nodiscard]] double tau() const;

 private:
  struct Lag {
    std::vector<double> deviations;  // (R) at the last multiple of the lag
    double square = 0;               // their mean square
    double covariance = 0;
    double variance = 0;
    Index pairs = 0;
    [[nodiscard]] double correlation() const;
  };

  void follow(double mean);
  void correlate(Lag& lag);

  std::vector<Lag> lags_;
  std::vector<double> deviations_;  // (R), of the newest sweep
  double square_ = 0;
  double newest_ = 1;  // the weight of the newest sweep
  double mean_ = 0;
  double trend_ = 0;  // of the mean, a sweep
  double variance_ = 0;
  Index sweeps_ = 0;
};

}  // namespace onedial
