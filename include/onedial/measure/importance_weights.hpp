#pragma once
#include <span>

#include "onedial/core/index.hpp"

namespace onedial {

/// The mean of weights that are given by their logarithms, such as those of importance sampling, whose mean
/// is a ratio of partition functions.
struct LogMeanWeight {
  double value = 0;  ///< ln ⟨w⟩
  /// √Var(w)/(√n ⟨w⟩): the error of ln ⟨w⟩ to first order (the delta method). Where few samples hold most of
  /// the weight, as `effective_samples` tells, it is too small.
  double standard_error = 0;
  double jackknife_error = 0;    ///< the same by leaving a block of weights out at a time
  double bias = 0;               ///< of `value` by the jackknife: below 0, since ln is concave
  double effective_samples = 0;  ///< (Σw)²/Σw² (Kish 1965)
  double mean_log = 0;           ///< ⟨ln w⟩, which lies below ln ⟨w⟩
};

/// `blocks` of the jackknife: weights of one block may be correlated with each other; 0 for one of each
/// weight. Throws std::invalid_argument for fewer than 2 weights, for a logarithm that is NaN or infinite,
/// and for 1 block or more blocks than weights.
LogMeanWeight log_mean_weight(std::span<const double> log_weights, Index blocks = 0);

/// A number below ln E[w] with probability `confidence`, from independent weights. By Jensen's inequality the
/// expectation of ln of the mean of n/B weights lies below ln E[w]; of B = 16 such numbers, or of all weights
/// where there are fewer, this is Student's one-sided lower confidence bound of the mean. What few weights
/// have not seen can make ln ⟨w⟩ too small, but hardly ever too large, so that it holds also where the error
/// bars of ln ⟨w⟩ are wrong. Weights are grouped as they come: correlated ones should be next to each other.
/// Throws std::invalid_argument as above and for a confidence that is not in (½, 1).
double confident_lower_bound(std::span<const double> log_weights, double confidence);

}  // namespace onedial
