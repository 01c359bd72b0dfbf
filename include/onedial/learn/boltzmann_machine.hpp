#pragma once
#include <Eigen/Core>
#include <vector>

#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// Two units that are connected; `first` < `second`.
struct Connection {
  Index first;
  Index second;
};

/// The Boltzmann machine (Ackley, Hinton, Sejnowski 1985): V visible units, to which data belong, and H
/// hidden ones, with values in {0, 1} or {−1, +1} and any pairs of them connected,
///   E(s) = −Σ_c w_c sᵢsⱼ − Σᵢ bᵢsᵢ = −θ·φ(s).
/// Units 0 … V − 1 are the visible ones. θ are the parameters, first the weights w (C) in the order of the
/// connections, then the biases b (N); φ are the statistics, in the same order: products of connected units,
/// then units. Learning compares ⟨φ⟩ in two phases, so that all that learn share this order.
class BoltzmannMachine {
 public:
  /// All parameters are 0. Throws std::invalid_argument unless there is a visible unit, every connection has
  /// 0 ≤ first < second < N, and none is there twice.
  BoltzmannMachine(Domain domain, Index visible_units, Index hidden_units,
                   std::vector<Connection> connections);

  /// The couplings and fields of a model, of which pairs with J ≠ 0 are connected; its offset is left out,
  /// since no probability depends on it. Throws std::invalid_argument unless 1 ≤ `visible_units` ≤ N.
  BoltzmannMachine(const PairwiseModel& model, Index visible_units);

  [[nodiscard]] Domain domain() const { return domain_; }
  [[nodiscard]] Index visible_units() const { return visible_units_; }
  [[nodiscard]] Index hidden_units() const { return size() - visible_units_; }
  [[nodiscard]] Index size() const { return parameters_.size() - weight_count(); }
  [[nodiscard]] Index weight_count() const { return static_cast<Index>(connections_.size()); }
  [[nodiscard]] const std::vector<Connection>& connections() const { return connections_; }

  [[nodiscard]] const Eigen::VectorXd& parameters() const { return parameters_; }
  [[nodiscard]] auto weights() const { return parameters_.head(weight_count()); }
  [[nodiscard]] auto biases() const { return parameters_.tail(size()); }
  /// Throws std::invalid_argument unless there are C + N finite values.
  void set_parameters(Eigen::VectorXd parameters);

  /// φ of a state of N levels. Throws std::invalid_argument for another number.
  [[nodiscard]] Eigen::VectorXd statistics(const State& state) const;

  /// The same energies as a model, with all pairs stored.
  [[nodiscard]] PairwiseModel model() const;

 private:
  Domain domain_;
  Index visible_units_;
  std::vector<Connection> connections_;
  Eigen::VectorXd parameters_;  // θ (C + N)
};

/// Every pair of `units` units.
std::vector<Connection> all_pairs(Index units);

}  // namespace onedial
