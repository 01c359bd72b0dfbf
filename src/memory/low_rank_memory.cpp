#include "onedial/memory/low_rank_memory.hpp"

#include <Eigen/Cholesky>
#include <stdexcept>

#include "onedial/core/error.hpp"
#include "pattern_basis.hpp"

namespace onedial {

LowRankMemory::LowRankMemory(const Patterns& patterns, const StorageSettings& settings) {
  if (settings.activity != 0.5) {
    throw std::invalid_argument("the low-rank form takes patterns of activity 0.5 only");
  }
  require_spins(patterns);
  const auto n = static_cast<double>(patterns.rows());
  Shared shared{.patterns = patterns, .weights = {}, .diagonal = {}, .scale = 1};
  if (settings.rule == StorageRule::hebb) {
    shared.scale = 1 / n;
    shared.diagonal = Eigen::VectorXd::Constant(patterns.rows(), static_cast<double>(patterns.cols()) / n);
  } else if (settings.rule == StorageRule::pseudo_inverse) {
    orthonormal_basis(patterns);  // throws where there is none
    const Eigen::MatrixXd products = patterns.transpose() * patterns;
    shared.weights = products.llt().solve(patterns.transpose()).transpose();
    shared.diagonal = shared.weights.cwiseProduct(shared.patterns).rowwise().sum();
  } else {
    throw std::invalid_argument("only Hebb's and the pseudo-inverse rule have a low-rank form");
  }
  shared_ = std::make_shared<const Shared>(std::move(shared));
  place(State(static_cast<std::size_t>(size()), 0));
}

double LowRankMemory::place(const State& state) {
  if (static_cast<Index>(state.size()) != size()) {
    throw std::invalid_argument("state has " + std::to_string(state.size()) + " units, the memory has " +
                                std::to_string(size()));
  }
  const Eigen::VectorXd spins = spins_of(state);
  spins_.assign(spins.begin(), spins.end());
  sums_ = shared_->patterns.transpose() * spins;
  const double with_diagonal = (weights() * sums_).dot(spins) * shared_->scale;
  return -(with_diagonal - shared_->diagonal.sum()) / 2;
}

double LowRankMemory::flip_energy(Index unit) const {
  const double spin = spins_[static_cast<std::size_t>(unit)];
  // spin·(scale·aᵢ·M − J_ii·spin), with the diagonal brought under the scale so that Hebb's sums stay
  // integers.
  const double sum = spin * weights().row(unit).dot(sums_) - shared_->diagonal(unit) / shared_->scale;
  return 2 * shared_->scale * sum;
}

void LowRankMemory::flip(Index unit) {
  double& spin = spins_[static_cast<std::size_t>(unit)];
  spin = -spin;
  sums_ += (2 * spin) * shared_->patterns.row(unit).transpose();
}

}  // namespace onedial
