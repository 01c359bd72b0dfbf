#pragma once
#include <Eigen/Core>
#include <cstdint>

#include "onedial/core/random.hpp"
#include "onedial/model/rbm.hpp"
#include "reference_data.hpp"

// Restricted Boltzmann machines for tests.
namespace onedial::rbm_cases {

/// The machine of rbm6x4.json.
inline Rbm reference_machine() {
  const auto data = reference::load("rbm6x4.json");
  const auto& rows = data["A"];
  Eigen::MatrixXd weights(6, 4);
  for (Index i = 0; i < 6; ++i) {
    weights.row(i) = reference::vector(rows[static_cast<std::size_t>(i)]).transpose();
  }
  return {weights, reference::vector(data["bv"]), reference::vector(data["bh"])};
}

/// Weights and biases uniform in (−strength, strength).
inline Rbm random_machine(Index visible, Index hidden, double strength, std::uint64_t seed) {
  RandomStream random(seed, 0);
  const auto draw = [&](double) { return strength * (2 * uniform01(random) - 1); };
  Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(visible, hidden).unaryExpr(draw);
  Eigen::VectorXd visible_biases = Eigen::VectorXd::Zero(visible).unaryExpr(draw);
  Eigen::VectorXd hidden_biases = Eigen::VectorXd::Zero(hidden).unaryExpr(draw);
  return {weights, visible_biases, hidden_biases};
}

}  // namespace onedial::rbm_cases
