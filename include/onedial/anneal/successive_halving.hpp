#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// One round of a race among candidates.
struct Rung {
  double budget = 0;                   ///< what each candidate was given in this rung
  std::vector<Index> candidates = {};  ///< the best first, by all that is known after this rung
};

/// The number of rungs of a race among that many: ⌈log₂ n⌉, at least 1.
Index rung_count(Index candidates);

/// Finds the best of `candidates` settings by successive halving (Jamieson and Talwalkar 2016): a rung spends
/// the same part of `budget` evenly on those that are left, and the better half of them, rounded up, goes on
/// to the next, until two are left and one is the best: the first of the last rung.
///
/// `run(candidate, budget)` spends that much on a candidate, and ends the race by returning false.
/// `is_better(a, b)` compares all that was seen of two candidates so far, earlier rungs included; where
/// neither is better, the lower number leads. Empty if the race was ended. What the winner has shown in the
/// race is better than it is, since it won also by luck; measure it anew.
/// Throws std::invalid_argument unless there are a candidate and a budget.
std::optional<std::vector<Rung>> successive_halving(
    Index candidates, double budget, const std::function<bool(Index candidate, double budget)>& run,
    const std::function<bool(Index a, Index b)>& is_better);

}  // namespace onedial
