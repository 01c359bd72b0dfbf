#pragma once
#include <Eigen/Core>

#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// The restricted Boltzmann machine (Smolensky 1986; Hinton 2002): V visible and H hidden units in {0, 1},
/// coupled only across,
///   E(v, h) = −vᵀWh − bᵀv − cᵀh,
/// so that one layer given the other is a set of independent two-level units. Immutable.
class Rbm {
 public:
  /// `weights` is W (V × H), `visible_biases` is b (V), `hidden_biases` is c (H). Throws
  /// std::invalid_argument if the shapes differ, a layer has no unit, a value is not finite, or an energy
  /// can overflow.
  Rbm(Eigen::MatrixXd weights, Eigen::VectorXd visible_biases, Eigen::VectorXd hidden_biases);

  [[nodiscard]] Index visible_units() const { return visible_biases_.size(); }
  [[nodiscard]] Index hidden_units() const { return hidden_biases_.size(); }
  /// N = V + H.
  [[nodiscard]] Index size() const { return visible_units() + hidden_units(); }
  [[nodiscard]] const Eigen::MatrixXd& weights() const { return weights_; }
  [[nodiscard]] const Eigen::VectorXd& visible_biases() const { return visible_biases_; }
  [[nodiscard]] const Eigen::VectorXd& hidden_biases() const { return hidden_biases_; }

  /// E of V levels and H levels. Throws std::invalid_argument for another number of either.
  [[nodiscard]] double energy(const State& visible, const State& hidden) const;

  /// F_T(v) = −T ln Σ_h e^{−E(v,h)/T} = −bᵀv − T Σⱼ ln(1 + e^{(c + Wᵀv)ⱼ/T}): what the visible units see of
  /// the hidden ones. At T = 0 the least energy over h, at T = ∞ it is −∞.
  /// Throws std::invalid_argument unless there are V levels.
  [[nodiscard]] double free_energy(const State& visible, Temperature t) const;

  /// ln Z by a sum over all states of the smaller layer. At T = ∞, N ln 2; at T = 0, as
  /// `log_partition_function` of a Spectrum.
  /// Throws std::invalid_argument if both layers have more than `max_summed_units`.
  [[nodiscard]] double log_partition_function(Temperature t) const;
  static constexpr Index max_summed_units = 24;

  /// The same energies as a pairwise model in the domain {0, 1}: unit i < V is visible unit i, unit V + j is
  /// hidden unit j.
  [[nodiscard]] PairwiseModel as_pairwise_model() const;

 private:
  Eigen::MatrixXd weights_;
  Eigen::VectorXd visible_biases_;
  Eigen::VectorXd hidden_biases_;
};

}  // namespace onedial
