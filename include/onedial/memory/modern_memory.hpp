#pragma once
#include <Eigen/Core>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// The modern continuous Hopfield network (H. Ramsauer et al., ICLR 2021) of patterns X (d × P) of real
/// numbers,
///   E(ξ) = F(T) + ½ ξ·ξ + T ln P + ½ M²,  F(T) = −T ln Σ_μ e^{x_μ·ξ/T},  M = max |x_μ|:
/// F is the free energy of the spectrum {−x_μ·ξ} at T = 1/β, so that the network's update
///   ξ ← X softmax(Xᵀξ/T)
/// is an average over the patterns by their Boltzmann weights: at T → 0 the nearest pattern, at T → ∞ the
/// mean of all. The energy never rises.
class ModernMemory {
 public:
  /// Throws std::invalid_argument if there is no pattern, or a number that is not finite.
  explicit ModernMemory(Eigen::MatrixXd patterns);

  [[nodiscard]] const Eigen::MatrixXd& patterns() const { return patterns_; }

  // Each throws std::invalid_argument if the state has not d finite numbers.

  /// softmax(Xᵀξ/T) (P).
  [[nodiscard]] Eigen::VectorXd weights(const Eigen::VectorXd& state, Temperature t) const;
  /// X softmax(Xᵀξ/T) (d).
  [[nodiscard]] Eigen::VectorXd update(const Eigen::VectorXd& state, Temperature t) const;
  [[nodiscard]] double energy(const Eigen::VectorXd& state, Temperature t) const;

  /// Where updates end.
  struct Retrieval {
    Eigen::VectorXd state;
    Eigen::VectorXd weights;  ///< of the last update
    Index updates = 0;
    bool has_converged = false;
    double perplexity = 0;  ///< e^S of the weights: of how many patterns the state is an average
  };

  /// Updates until the state moves by less than `tolerance` times M, at most `most_updates` times.
  [[nodiscard]] Retrieval retrieve(const Eigen::VectorXd& state, Temperature t, Index most_updates,
                                   double tolerance = 1e-6) const;

 private:
  [[nodiscard]] Eigen::VectorXd logits(const Eigen::VectorXd& state) const;

  Eigen::MatrixXd patterns_;
  double greatest_norm_;  ///< M
};

/// softmax(Q Kᵀ/T) V, the attention of a transformer (A. Vaswani et al., NeurIPS 2017), where T = √d: rows of
/// Q (n × d) are queries, of K (P × d) keys, of V (P × e) values. Each row is the update of a modern memory
/// of the keys, read out as values. Throws std::invalid_argument if the sizes do not fit or a number is not
/// finite.
Eigen::MatrixXd attention(const Eigen::MatrixXd& queries, const Eigen::MatrixXd& keys,
                          const Eigen::MatrixXd& values, Temperature t);

}  // namespace onedial
