#include "onedial/model/pairwise_model.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "check_couplings.hpp"

namespace onedial {
namespace {

/// Throws unless J has a row and a column a field and passes `checked_sum`; returns Σ|J_ij|.
template <class Couplings>
double checked_coupling_sum(const Couplings& couplings, Index size) {
  if (couplings.rows() != size || couplings.cols() != size) {
    throw std::invalid_argument("couplings are " + std::to_string(couplings.rows()) + " x " +
                                std::to_string(couplings.cols()) + " but there are " + std::to_string(size) +
                                " fields; both must have one entry per unit");
  }
  return checked_sum(couplings);
}

}  // namespace

PairwiseModel::PairwiseModel(Domain domain, Dense couplings, Eigen::VectorXd fields, double offset)
    : domain_(domain), couplings_(std::move(couplings)), fields_(std::move(fields)), offset_(offset) {
  validate();
}

PairwiseModel::PairwiseModel(Domain domain, const Sparse& couplings, Eigen::VectorXd fields, double offset)
    : domain_(domain), couplings_(compressed(couplings)), fields_(std::move(fields)), offset_(offset) {
  validate();
}

void PairwiseModel::validate() const {
  double bound = std::abs(offset_);
  for (Index i = 0; i < size(); ++i) {
    if (!std::isfinite(fields_[i])) {
      throw std::invalid_argument("field " + std::to_string(i) + " is not finite");
    }
    bound += std::abs(fields_[i]);
  }
  bound +=
      std::visit([&](const auto& couplings) { return checked_coupling_sum(couplings, size()); }, couplings_);
  // The other domain's fields and a spin flip's energy are at most a few times this sum.
  if (!std::isfinite(16 * bound)) {
    throw std::invalid_argument("couplings and fields are so large that an energy overflows");
  }
}

Index PairwiseModel::coupling_count() const {
  Index count = 0;
  for (Index i = 0; i < size(); ++i) {
    for_each_coupling(*this, i, [&](Index j, double value) { count += (i < j && value != 0) ? 1 : 0; });
  }
  return count;
}

double PairwiseModel::energy(const State& state) const {
  if (static_cast<Index>(state.size()) != size()) {
    throw std::invalid_argument("state has " + std::to_string(state.size()) + " units, the model has " +
                                std::to_string(size()));
  }
  const auto value = [&](Index i) { return level_value(domain_, state[static_cast<std::size_t>(i)]); };
  double energy = offset_;
  for (Index i = 0; i < size(); ++i) {
    double half_field = fields_[i];
    for_each_coupling(*this, i, [&](Index j, double coupling) { half_field += 0.5 * coupling * value(j); });
    energy -= value(i) * half_field;
  }
  return energy;
}

PairwiseModel PairwiseModel::in_domain(Domain domain) const {
  if (domain == domain_) {
    return *this;
  }
  // s = 2x − 1 one way, x = (s + 1)/2 the other: value = scale·value' + shift.
  const double scale = domain == Domain::binary ? 2.0 : 0.5;
  const double shift = domain == Domain::binary ? -1.0 : 0.5;
  Eigen::VectorXd row_sums(size());
  double offset = offset_;
  for (Index i = 0; i < size(); ++i) {
    double row_sum = 0;
    for_each_coupling(*this, i, [&](Index, double coupling) { row_sum += coupling; });
    row_sums[i] = row_sum;
    offset -= shift * (fields_[i] + 0.5 * shift * row_sum);
  }
  Eigen::VectorXd fields = scale * (fields_ + shift * row_sums);
  return std::visit(
      [&](const auto& couplings) {
        auto scaled = couplings;
        scaled *= scale * scale;
        return PairwiseModel(domain, std::move(scaled), std::move(fields), offset);
      },
      couplings_);
}

}  // namespace onedial
