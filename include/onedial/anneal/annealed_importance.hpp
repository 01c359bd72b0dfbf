#pragma once
#include <functional>
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// Told how many steps of a path are done; the walk ends when it returns false.
using PathObserver = std::function<bool(Index done, Index steps)>;

/// Annealed importance sampling (Neal 2001; the same as Jarzynski's equality, 1997): every replica of
/// `system` walks through the temperatures T₀ … T_K of `path`, one sweep at each of T₁ … T_{K−1}, and gets
/// the weight
///   w = exp Σₖ (βₖ − βₖ₊₁) E(sₖ),  E[w] = Z(T_K)/Z(T₀),
/// sₖ being its state at Tₖ. Returns ln w of each replica; it is −W/T of the work W done on the replica.
///
/// The states that the system is in must be draws from the law at T₀, as those of `System::randomize` are at
/// T = ∞. Down from there the mean of w is seldom too large; up from states of equilibrium, the mean of w
/// gives the inverse ratio, and so a bound from the other side (Grosse, Ghahramani, Adams 2015). Replicas are
/// independent of each other if their first states are. What is left of the replicas is not in equilibrium.
///
/// Throws std::invalid_argument for less than two temperatures and for T = 0. Returns nothing if the observer
/// ended it.
std::vector<double> annealed_log_weights(System& system, std::span<const Temperature> path,
                                         const PathObserver& observer = {});

}  // namespace onedial
