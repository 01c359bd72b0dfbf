#pragma once
#include <cmath>
#include <stdexcept>
#include <string>

#include "onedial/model/pairwise_model.hpp"

// What the couplings of every model must be.
namespace onedial {

inline std::string pair_name(Index i, Index j) {
  return "coupling (" + std::to_string(i) + ", " + std::to_string(j) + ")";
}

/// Without zeros, and in one piece.
inline PairwiseModel::Sparse compressed(PairwiseModel::Sparse couplings) {
  couplings.prune([](Index, Index, double value) { return value != 0; });
  couplings.makeCompressed();
  return couplings;
}

/// Throws std::invalid_argument unless the square matrix J is finite, symmetric and zero on its diagonal;
/// returns Σ|J_ij| over all i and j.
template <class Couplings>
double checked_sum(const Couplings& couplings) {
  double sum = 0;
  for (Index i = 0; i < couplings.rows(); ++i) {
    for_each_coupling(couplings, i, [&](Index j, double value) {
      if (!std::isfinite(value)) {
        throw std::invalid_argument(pair_name(i, j) + " is not finite");
      }
      if (i == j && value != 0) {
        throw std::invalid_argument(pair_name(i, j) + " lies on the diagonal, which must be zero");
      }
      // A dense matrix is read by columns and a sparse one by rows: the mirror may be either.
      if (value != couplings.coeff(j, i) || value != couplings.coeff(i, j)) {
        throw std::invalid_argument(pair_name(i, j) +
                                    " differs from its mirror; couplings must be symmetric");
      }
      sum += std::abs(value);
    });
  }
  return sum;
}

}  // namespace onedial
