#pragma once
#include <Eigen/Core>
#include <memory>
#include <vector>

#include "onedial/memory/hopfield.hpp"

namespace onedial {

/// A Hopfield network of few patterns by Hebb's or the pseudo-inverse rule, in memory O(NP) instead of O(N²):
/// with M = ξᵀs, which are integers, the field of unit i is fᵢ = aᵢ·M − J_ii sᵢ for the rows aᵢ of A = ξ/N or
/// A = ξ(ξᵀξ)⁻¹. An EnergyModel: a flip and its energy cost O(P). Same energies as those of `store`, whose
/// model has no diagonal either.
///
/// By Hebb's rule all sums are integers, so that ties are ties.
class LowRankMemory {
 public:
  /// Throws as `store`, and std::invalid_argument for another rule or an activity other than ½.
  explicit LowRankMemory(const Patterns& patterns, const StorageSettings& settings = {});

  [[nodiscard]] Index size() const { return shared_->patterns.rows(); }
  /// Throws std::invalid_argument if the state's size is not N.
  double place(const State& state);
  [[nodiscard]] double flip_energy(Index unit) const;
  void flip(Index unit);

  /// J_ii, of the rule (N).
  [[nodiscard]] const Eigen::VectorXd& diagonal() const { return shared_->diagonal; }

 private:
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  struct Shared {
    Rows patterns;  ///< ξ (N × P)
    Rows weights;   ///< (N × P), or empty where they are the patterns
    Eigen::VectorXd diagonal;
    double scale;  ///< by which fields formed of weights are multiplied
  };

  [[nodiscard]] const Rows& weights() const {
    return shared_->weights.size() == 0 ? shared_->patterns : shared_->weights;
  }

  std::shared_ptr<const Shared> shared_;
  Eigen::VectorXd sums_;       ///< M (P)
  std::vector<double> spins_;  ///< s (N)
};

}  // namespace onedial
