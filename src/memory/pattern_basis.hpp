#pragma once
#include "onedial/memory/patterns.hpp"

namespace onedial {

/// Orthonormal columns that span what patterns, or what is left of them, span. Throws InputError that names
/// the first that depends linearly on those before it: pattern 1 is number `first` + 1.
Eigen::MatrixXd orthonormal_basis(const Patterns& patterns, Index first = 0);

}  // namespace onedial
