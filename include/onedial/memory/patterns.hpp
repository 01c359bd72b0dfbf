#pragma once
#include <Eigen/Core>

#include "onedial/core/random.hpp"
#include "onedial/data/dataset.hpp"
#include "onedial/model/state.hpp"

namespace onedial {

/// P patterns ξ of N spins, −1 or +1, one a column (N × P).
using Patterns = Eigen::MatrixXd;

/// Throws InputError, which names the pattern, the unit and the value, unless there is a pattern and all
/// values are −1 or +1.
void require_spins(const Patterns& patterns);

/// Independent spins, +1 with probability `activity`. Throws std::invalid_argument unless 0 < activity < 1
/// and there are units and patterns.
Patterns random_patterns(Index units, Index count, double activity, RandomStream& random);

/// The first `count` examples (0: all), +1 where a value is above `threshold`.
/// Throws InputError if there are fewer examples.
Patterns patterns_from(const Dataset& dataset, Index count, double threshold);

/// Pattern `index` as a state, and a state as a column of spins.
State state_of(const Patterns& patterns, Index index);
Eigen::VectorXd spins_of(const State& state);

/// Draws every unit anew by coin with probability `noise`, which leaves an overlap of 1 − noise on average:
/// half of the units that are drawn change.
void corrupt(State& state, double noise, RandomStream& random);

/// The overlap m_μ = (1/N) Σᵢ ξᵢ^μ sᵢ with every pattern (P).
Eigen::VectorXd overlaps(const Patterns& patterns, const State& state);

}  // namespace onedial
