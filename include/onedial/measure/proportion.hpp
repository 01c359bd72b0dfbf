#pragma once
#include "onedial/core/index.hpp"
#include "onedial/measure/interval.hpp"

namespace onedial {

/// How often something happened, as an estimate of its probability.
struct Proportion {
  double value = 0;           ///< hits/trials
  double standard_error = 0;  ///< half the width of the interval of one σ: not 0 where all or none hit
  double lower = 0;           ///< the interval of 95 %
  double upper = 0;
};

/// From independent trials, with the interval of Wilson (1927), which holds for few trials and near 0 and 1
/// too. Throws std::invalid_argument unless 0 ≤ hits ≤ trials and there is a trial.
Proportion proportion(Index hits, Index trials);

/// hits/trials with Wilson's interval of `sigmas` standard deviations (`two_sided_sigmas`). It ends at 0 or 1
/// where none or all hit. Throws std::invalid_argument as above, and unless sigmas > 0.
IntervalEstimate wilson_interval(Index hits, Index trials, double sigmas);

/// hits/trials with the interval of Clopper and Pearson (1934), which covers the truth at least as often as
/// `level` says for every probability and every number of trials; Wilson's does so on the average over
/// probabilities, and is narrower. Throws std::invalid_argument as above, and unless 0 < level < 1.
IntervalEstimate exact_interval(Index hits, Index trials, double level);

}  // namespace onedial
