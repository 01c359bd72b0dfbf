#pragma once
#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <cstdint>
#include <variant>

#include "onedial/model/state.hpp"

namespace onedial {

/// The energy E(s) = −½ sᵀJs − hᵀs + c of N units with values sᵢ ∈ {0,1} or {−1,+1}.
/// J (N × N) is symmetric with zero diagonal, dense or sparse. Immutable.
class PairwiseModel {
 public:
  using Dense = Eigen::MatrixXd;
  using Sparse = Eigen::SparseMatrix<double, Eigen::RowMajor, std::int32_t>;

  /// `couplings` is J, `fields` is h (N), `offset` is c.
  /// Throws std::invalid_argument if J is not square, symmetric, of zero diagonal and finite, if h has
  /// another size or a value that is not finite, or if the energy itself can overflow.
  PairwiseModel(Domain domain, Dense couplings, Eigen::VectorXd fields, double offset = 0);
  PairwiseModel(Domain domain, const Sparse& couplings, Eigen::VectorXd fields, double offset = 0);

  [[nodiscard]] Index size() const { return fields_.size(); }
  [[nodiscard]] Domain domain() const { return domain_; }
  [[nodiscard]] const std::variant<Dense, Sparse>& couplings() const { return couplings_; }
  [[nodiscard]] const Eigen::VectorXd& fields() const { return fields_; }
  [[nodiscard]] double offset() const { return offset_; }
  /// The number of pairs i < j with J_ij ≠ 0.
  [[nodiscard]] Index coupling_count() const;

  /// E of a state of N levels. Throws std::invalid_argument if its size is not N.
  [[nodiscard]] double energy(const State& state) const;

  /// The same energies as a function of the same levels, written in the other domain: with s = 2x − 1,
  /// J' = 4J, h' = 2h − 2J1, c' = c − ½ 1ᵀJ1 + 1ᵀh, and back. Exact up to the rounding of those sums, and
  /// to the last bit where couplings and fields are integers or have few binary digits.
  [[nodiscard]] PairwiseModel in_domain(Domain domain) const;

 private:
  void validate() const;

  Domain domain_;
  std::variant<Dense, Sparse> couplings_;
  Eigen::VectorXd fields_;
  double offset_;
};

/// Calls `visit(j, J_ij)` for every stored coupling of row i, in the order of j.
template <class Visit>
void for_each_coupling(const PairwiseModel::Dense& couplings, Index row, Visit visit) {
  for (Index column = 0; column < couplings.cols(); ++column) {
    visit(column, couplings(column, row));  // symmetric; a column is contiguous
  }
}
template <class Visit>
void for_each_coupling(const PairwiseModel::Sparse& couplings, Index row, Visit visit) {
  for (PairwiseModel::Sparse::InnerIterator it(couplings, row); it; ++it) {
    visit(static_cast<Index>(it.col()), it.value());
  }
}
template <class Visit>
void for_each_coupling(const PairwiseModel& model, Index row, Visit visit) {
  std::visit([&](const auto& couplings) { for_each_coupling(couplings, row, visit); }, model.couplings());
}

}  // namespace onedial
