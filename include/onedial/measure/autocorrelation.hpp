#pragma once
#include <optional>
#include <span>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// Series of one observable from independent replicas, which may differ in length.
using ReplicaSeries = std::span<const std::vector<double>>;

/// Γ(t) = ⟨(x_s − x̄)(x_{s+t} − x̄)⟩ for t = 0 … longest_lag, over the pairs of all replicas about their
/// common mean, each lag divided by its number of pairs: zero-padded Fourier transforms, O(n log n).
/// Throws std::invalid_argument for no samples, NaN and ∞, and a lag that no replica reaches.
std::vector<double> autocovariance(ReplicaSeries replicas, Index longest_lag);

/// The memory of a series in units of its own step.
struct AutocorrelationTime {
  double tau = 0.5;         ///< τ = ½ + Σ_{t=1…W} ρ(t); below ½ where successive samples alternate
  double error = 0;         ///< standard error of τ (Wolff 2004, eq. 42)
  Index window = 0;         ///< W, where the error of the cut tail and the noise of the sum balance
  bool long_enough = true;  ///< the series is at least 50τ long, so that the window could be trusted
};

/// τ with the automatic window of U. Wolff, Comput. Phys. Commun. 156, 143 (2004), S = 1.5: the first W with
/// e^{−W/τ_W} < τ_W/√(Wn), and Γ(t) corrected for the mean that was taken from the same series. τ_W comes
/// from Σ|ρ|, so that series that alternate are seen to their end. None if all samples are equal: nothing
/// happened, and the series says nothing about its memory. Throws std::invalid_argument as above, and if the
/// replicas together have less than four samples.
std::optional<AutocorrelationTime> autocorrelation_time(ReplicaSeries replicas);

/// A mean with what it is worth.
struct MeanEstimate {
  double mean = 0;
  double standard_error = 0;     ///< √(2τ Var/n)
  double effective_samples = 0;  ///< n/(2τ)
  AutocorrelationTime autocorrelation;
};

/// The mean of all replicas. None as above.
std::optional<MeanEstimate> estimate_mean(ReplicaSeries replicas);

}  // namespace onedial
