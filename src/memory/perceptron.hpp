#pragma once
#include <Eigen/Core>

#include "onedial/memory/patterns.hpp"

namespace onedial {

/// Learns on from symmetric couplings J of zero diagonal until ξᵢfᵢ ≥ κ|Jᵢ| for all patterns and units.
/// Throws InputError, which tells how far it came, if that takes more than `most_epochs` presentations.
void learn_by_perceptron(Eigen::MatrixXd& j, const Patterns& patterns, double margin, Index most_epochs);

}  // namespace onedial
