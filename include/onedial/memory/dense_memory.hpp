#pragma once
#include <Eigen/Core>
#include <memory>
#include <vector>

#include "onedial/memory/patterns.hpp"

namespace onedial {

/// The dense associative memory (D. Krotov, J. Hopfield, NeurIPS 2016) of N spins,
///   E(s) = −N Σ_μ F(m_μ), m_μ = ξ^μ·s/N, F(x) = xⁿ, or 0 for x < 0 where it is rectified,
/// whose capacity grows as N^{n−1}; n = 2 is Hebb's rule with its factor and its diagonal: E is twice that of
/// `store` less P. An EnergyModel: sampled and annealed as any other, recalled at T = 0 by `descend`. A flip
/// and its energy cost O(P).
///
/// As long as P·Nⁿ < 2⁵³ all sums are integers, so that ties are ties.
class DenseMemory {
 public:
  /// Throws InputError for values other than ±1, and std::invalid_argument unless 2 ≤ n ≤ 30.
  DenseMemory(const Patterns& patterns, Index power, bool is_rectified);

  [[nodiscard]] Index size() const { return shared_->patterns.rows(); }
  /// Throws std::invalid_argument if the state's size is not N.
  double place(const State& state);
  [[nodiscard]] double flip_energy(Index unit) const;
  void flip(Index unit);

 private:
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  struct Shared {
    Rows patterns;  ///< ξ (N × P)
    Index power;
    bool is_rectified;
    double scale;  ///< N^{1−n}
  };

  /// (N m)ⁿ.
  [[nodiscard]] double raised(double sum) const;

  std::shared_ptr<const Shared> shared_;
  Eigen::VectorXd sums_;        ///< N m (P)
  std::vector<double> raised_;  ///< (N m)ⁿ (P)
  std::vector<double> spins_;   ///< s (N)
};

/// The load α = P/N at which the memory of power n makes its first errors at N units: for random patterns the
/// noise of the others flips a unit with probability 1/N or less up to
/// P = N^{n−1}/(2(2n − 3)!! ln N) (Krotov, Hopfield 2016, eq. 6).
double dense_capacity(Index power, Index units);

}  // namespace onedial
