#include "perceptron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Presents one pattern: the units that are not stable enough learn it. Returns the smallest stability κ.
double present(MatrixXd& j, const VectorXd& pattern, double margin, double rate) {
  const VectorXd stabilities = (j * pattern).cwiseProduct(pattern);
  const VectorXd norms = j.colwise().norm();
  VectorXd taught = VectorXd::Zero(pattern.size());
  double smallest = std::numeric_limits<double>::infinity();
  for (Index i = 0; i < pattern.size(); ++i) {
    const double stability = norms(i) > 0 ? stabilities(i) / norms(i) : stabilities(i);
    smallest = std::min(smallest, stability);
    taught(i) = stability < margin || stabilities(i) <= 0 ? pattern(i) : 0;
  }
  for (Index column = 0; column < j.cols(); ++column) {
    for (Index row = 0; row < j.rows(); ++row) {
      if (row != column) {
        j(row, column) += rate * (taught(row) * pattern(column) + pattern(row) * taught(column));
      }
    }
  }
  return taught.isZero() ? std::numeric_limits<double>::infinity() : smallest;
}

}  // namespace

void learn_by_perceptron(MatrixXd& j, const Patterns& patterns, double margin, Index most_epochs) {
  const double rate = 1 / static_cast<double>(patterns.rows());
  double smallest = 0;
  for (Index epoch = 0; epoch < most_epochs; ++epoch) {
    smallest = std::numeric_limits<double>::infinity();
    for (Index p = 0; p < patterns.cols(); ++p) {
      smallest = std::min(smallest, present(j, patterns.col(p), margin, rate));
    }
    if (smallest == std::numeric_limits<double>::infinity()) {
      return;
    }
  }
  throw InputError(fmt::format(
      "after {} presentations of {} patterns the perceptron reached a stability of {:.3g}; the margin is {}: "
      "store fewer patterns, ask for less, or allow more presentations",
      most_epochs, patterns.cols(), smallest, margin));
}

}  // namespace onedial
