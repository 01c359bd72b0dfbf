#pragma once
#include <optional>

namespace onedial {

/// The number of independent runs after which at least one has succeeded with probability `confidence`,
/// where each succeeds with probability p: max(1, ln(1 − confidence)/ln(1 − p)) (Rønnow et al. 2014, eq. 3,
/// not rounded up). Empty at p = 0: no number is enough. Multiply by the cost of a run to get a time to
/// target. Throws std::invalid_argument unless 0 ≤ p ≤ 1 and 0 < confidence < 1.
std::optional<double> runs_to_target(double success_probability, double confidence = 0.99);

}  // namespace onedial
