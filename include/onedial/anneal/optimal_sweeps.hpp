#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "onedial/anneal/time_to_target.hpp"

namespace onedial {

/// Independent runs of one length. Annealing within K sweeps is an experiment of its own for each K: what a
/// longer run had hit by its K-th sweep, while still hot, says nothing of it.
struct LengthTrials {
  Index sweeps = 0;
  Index hits = 0;
  Index runs = 0;
};

/// The length of a run that hits the target in the fewest sweeps, repetitions included.
struct OptimalSweeps {
  Index sweeps = 0;                  ///< the length of the least time to target that was measured
  IntervalEstimate least_time = {};  ///< the least time to target of all lengths, in sweeps
  std::vector<Index> may_be = {};    ///< all lengths, in rising order, that may have the least time
  bool is_inside = false;            ///< whether neither end of the grid may have it
  std::vector<double> shares = {};   ///< (lengths) how often each was the best where the runs were resampled
};

/// Finds it in a grid of lengths in rising order, such as 100, 200, 400, …
///
/// The least of several estimates is lower than the truth, since the luckiest is taken; the percentiles of
/// the least time in a bootstrap are lower still. The interval of the least time is therefore made of
/// exact intervals of all lengths that cover at once (Clopper and Pearson 1934, Šidák 1967) with probability
/// `certainty.level` or more: from the least lower to the least upper end. A length may be the best if its
/// interval begins below that upper end. `shares` are of a bootstrap of the whole choice, with the success
/// probabilities drawn from Beta(hits + ½, misses + ½) (Hen et al. 2015), which also moves lengths that no
/// run or all runs succeeded at; they depend on `seed` only.
///
/// Empty where no run hit at any length. Throws std::invalid_argument unless the lengths are at least two
/// and rise from 1 or more, and as `time_to_target` does.
std::optional<OptimalSweeps> optimal_sweeps(std::span<const LengthTrials> lengths,
                                            const TargetCertainty& certainty = {}, std::uint64_t seed = 0,
                                            Index resamples = 1000);

}  // namespace onedial
