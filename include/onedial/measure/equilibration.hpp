#pragma once
#include <optional>
#include <span>

#include "onedial/core/index.hpp"
#include "onedial/measure/autocorrelation.hpp"

namespace onedial {

/// How many samples at the beginning of a series still remember its start: the cut d that minimises the
/// squared error of the mean of the rest, Σ_{t≥d}(x_t − x̄_d)²/(n − d)² (MSER: White 1997), searched in steps
/// of five samples, or of n/1000 if that is more. With replicas of equal length x is their average at equal
/// times, in which the common drift stands out of the noise by √R.
///
/// None if the best cut leaves less than half of the series and the means before and after it differ by
/// seven standard errors, for series without memory: it was still on its way. Without that difference the cut
/// is one of noise, and 0. Throws std::invalid_argument for replicas of unequal length, less than 20 samples
/// each, NaN and ∞.
std::optional<Index> equilibration_length(ReplicaSeries replicas);

/// Split R̂: the square root of the variance over that within half-chains, each replica cut in two (Gelman,
/// Carlin, Stern, Dunson, Vehtari, Rubin 2013, eq. 11.4). Close to 1, at most 1.01 by their later advice
/// (2021), where the replicas agree with each other and with their own past. 1 where nothing happened;
/// infinite where no half moved, but they differ. Throws std::invalid_argument as above, with 4 samples.
double split_r_hat(ReplicaSeries replicas);

}  // namespace onedial
