#pragma once
#include <optional>

#include "onedial/core/index.hpp"
#include "onedial/measure/interval.hpp"

namespace onedial {

/// The number of independent runs after which at least one has succeeded with probability `confidence`,
/// where each succeeds with probability p: max(1, ln(1 − confidence)/ln(1 − p)) (Rønnow et al. 2014, eq. 3,
/// not rounded up). Empty at p = 0: no number is enough. Multiply by the cost of a run to get a time to
/// target. Throws std::invalid_argument unless 0 ≤ p ≤ 1 and 0 < confidence < 1.
std::optional<double> runs_to_target(double success_probability, double confidence = 0.99);

/// How a time to target is told.
struct TargetCertainty {
  double confidence = 0.99;  ///< the probability with which the target is hit by then
  double level = 0.95;       ///< how often the interval covers the truth
};

/// The time to target, where `hits` of `runs` independent runs found the target and each costs
/// `cost_of_a_run`, in whatever unit: runs, sweeps, updates or seconds. The interval is Wilson's of the
/// success probability carried through `runs_to_target`, which falls with it; the percentiles of resampled
/// runs (a bootstrap) have no width at 0 or all hits and cover too rarely at few. Where no run hit, the
/// estimate and the upper end are +∞ and only the lower end tells something; where all did, the estimate and
/// the lower end are one run and only the upper end does. The cost is taken as exact.
/// Throws std::invalid_argument as `wilson_interval` and `runs_to_target` do, and unless the cost is above 0.
IntervalEstimate time_to_target(Index hits, Index runs, double cost_of_a_run = 1,
                                const TargetCertainty& certainty = {});

/// From a success probability with any interval to the time to target with the interval that this implies.
IntervalEstimate time_to_target(const IntervalEstimate& success, double cost_of_a_run, double confidence);

/// a/b of times to target, with its interval: the difference of their logarithms. Where one is not bounded
/// above, the ratio is NaN and its interval reaches from what is certain to 0 or +∞.
IntervalEstimate time_ratio(const IntervalEstimate& a, const IntervalEstimate& b);

}  // namespace onedial
