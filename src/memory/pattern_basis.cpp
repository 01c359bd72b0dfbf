#include "pattern_basis.hpp"

#include <fmt/format.h>

#include "onedial/core/error.hpp"

namespace onedial {

Eigen::MatrixXd orthonormal_basis(const Patterns& patterns, Index first) {
  constexpr double least_part = 1e-9;  // of the square of a pattern that is not in the span of the others
  const auto n = static_cast<double>(patterns.rows());
  Eigen::MatrixXd basis(patterns.rows(), patterns.cols());
  for (Index p = 0; p < patterns.cols(); ++p) {
    const auto before = basis.leftCols(p);
    // Twice is enough (Kahan, in Parlett 1980): the second time takes away what the first left by rounding.
    Eigen::VectorXd rest = patterns.col(p) - before * (before.transpose() * patterns.col(p));
    rest -= before * (before.transpose() * rest);
    if (rest.squaredNorm() < least_part * n) {
      throw InputError(fmt::format(
          "pattern {} depends linearly on those before it; the pseudo-inverse rule needs independent ones",
          first + p + 1));
    }
    basis.col(p) = rest.normalized();
  }
  return basis;
}

}  // namespace onedial
