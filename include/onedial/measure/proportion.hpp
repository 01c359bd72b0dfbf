#pragma once
#include "onedial/core/index.hpp"

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

}  // namespace onedial
