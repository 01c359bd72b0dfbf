#pragma once
#include <array>
#include <functional>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/measure/estimate.hpp"

/// Averages over independent sets of random patterns, which are the samples that errors come from.
namespace onedial {

/// Called between sets with the number of sets that are done. A measurement that it answers false ends
/// without a result.
using SetObserver = std::function<bool(Index done)>;

/// Calls `work(set)` for 0 … sets − 1, `threads` of them at a time. False if the observer has ended it.
bool for_each_set(Index sets, Index threads, const std::function<void(Index set)>& work,
                  const SetObserver& observer = {});

/// The means of two numbers that each set has given, with their standard errors. At least two sets.
std::array<Estimate, 2> means_over_sets(const std::vector<std::array<double, 2>>& sets);

}  // namespace onedial
