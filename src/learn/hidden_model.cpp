#include "hidden_model.hpp"

namespace onedial {

PairwiseModel hidden_model(const RestrictedMachine& machine) {
  const Eigen::MatrixXd weights = machine.weights.cast<double>();
  const Index hidden = machine.hidden();
  // Coefficient by coefficient, since blocked products add in an order that depends on the caches.
  Eigen::MatrixXd couplings(hidden, hidden);
  Eigen::VectorXd fields = machine.hidden_biases.cast<double>();
  for (Index j = 0; j < hidden; ++j) {
    for (Index k = 0; k <= j; ++k) {
      couplings(j, k) = couplings(k, j) = weights.col(j).dot(weights.col(k));
    }
    // h² = h: what a unit's coupling to itself is.
    fields[j] += weights.col(j).dot(machine.visible_biases.cast<double>()) + couplings(j, j) / 2;
    couplings(j, j) = 0;
  }
  return {Domain::binary, std::move(couplings), std::move(fields)};
}

}  // namespace onedial
