#include "onedial/memory/hopfield.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "onedial/core/error.hpp"
#include "pattern_basis.hpp"
#include "perceptron.hpp"

namespace onedial {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

double mean_spin(double activity) {
  return 2 * activity - 1;
}

void require_sound(const StorageSettings& settings) {
  if (!(settings.activity > 0 && settings.activity < 1)) {
    throw std::invalid_argument(fmt::format("activity ({}) must be between 0 and 1", settings.activity));
  }
  if (settings.activity != 0.5 && settings.rule != StorageRule::hebb) {
    throw std::invalid_argument("only Hebb's rule takes an activity other than 0.5");
  }
  if (!(settings.margin >= 0)) {
    throw std::invalid_argument(fmt::format("margin ({}) must be 0 or above", settings.margin));
  }
  if (settings.most_epochs < 1) {
    throw std::invalid_argument(fmt::format("epochs ({}) must be at least 1", settings.most_epochs));
  }
}

/// J += VVᵀ·factor, symmetric to the last bit.
void add_products(MatrixXd& j, const MatrixXd& v, double factor) {
  MatrixXd products = MatrixXd::Zero(j.rows(), j.cols());
  products.selfadjointView<Eigen::Lower>().rankUpdate(v);
  products.triangularView<Eigen::StrictlyUpper>() = products.transpose();
  j += products * factor;
}

void add_hebb(MatrixXd& j, const Patterns& patterns, double activity) {
  const double b = mean_spin(activity);
  add_products(j, patterns.array() - b, 1 / (static_cast<double>(patterns.rows()) * (1 - b * b)));
}

/// Greville's recursion, a block at once: what earlier patterns leave of the new ones spans the rest of the
/// projection. `first` is how many patterns were stored before.
void add_projection(MatrixXd& j, const Patterns& patterns, Index first) {
  MatrixXd rest = patterns - j * patterns;
  rest -= j * rest;  // what rounding has left
  add_products(j, orthonormal_basis(rest, first), 1);
}

void add_storkey(MatrixXd& j, const Patterns& patterns) {
  const auto n = static_cast<double>(patterns.rows());
  for (Index p = 0; p < patterns.cols(); ++p) {
    const auto pattern = patterns.col(p);
    // h_ij = fᵢ − J_ijξⱼ where the diagonal is 0, so that ξᵢh_ji = ξᵢfⱼ − J_ij.
    const VectorXd fields = j * pattern;
    for (Index column = 0; column < j.cols(); ++column) {
      for (Index row = 0; row < j.rows(); ++row) {
        const double mixed = pattern(row) * fields(column) + fields(row) * pattern(column);
        j(row, column) += (pattern(row) * pattern(column) - mixed + 2 * j(row, column)) / n;
      }
    }
    j.diagonal().setZero();
  }
}

/// J with its diagonal, made into a network.
HopfieldNetwork network_of(MatrixXd j, Patterns patterns, const StorageSettings& settings) {
  HopfieldNetwork network{
      .patterns = std::move(patterns), .model = nullptr, .diagonal = j.diagonal(), .settings = settings};
  j.diagonal().setZero();
  const double b = settings.rule == StorageRule::hebb ? mean_spin(settings.activity) : 0;
  VectorXd fields = VectorXd::Zero(j.rows());
  if (b != 0) {
    fields = b - (b * j.rowwise().sum()).array();
  }
  network.model = std::make_shared<const PairwiseModel>(Domain::spin, std::move(j), std::move(fields));
  return network;
}

HopfieldNetwork extended(MatrixXd j, const Patterns& old, const Patterns& patterns,
                         const StorageSettings& settings) {
  Patterns all(patterns.rows(), old.cols() + patterns.cols());
  all << old, patterns;
  switch (settings.rule) {
    case StorageRule::hebb:
      add_hebb(j, patterns, settings.activity);
      break;
    case StorageRule::pseudo_inverse:
      add_projection(j, patterns, old.cols());
      break;
    case StorageRule::storkey:
      add_storkey(j, patterns);
      break;
    case StorageRule::perceptron:
      add_hebb(j, patterns, 0.5);
      j.diagonal().setZero();
      learn_by_perceptron(j, all, settings.margin, settings.most_epochs);
      break;
  }
  return network_of(std::move(j), std::move(all), settings);
}

}  // namespace

std::string_view storage_rule_name(StorageRule rule) {
  switch (rule) {
    case StorageRule::hebb:
      return "hebb";
    case StorageRule::pseudo_inverse:
      return "pseudo_inverse";
    case StorageRule::storkey:
      return "storkey";
    case StorageRule::perceptron:
      break;
  }
  return "perceptron";
}

VectorXd HopfieldNetwork::self_couplings() const {
  if (settings.self_coupling) {
    return diagonal;
  }
  return VectorXd::Zero(diagonal.size());
}

HopfieldNetwork store(const Patterns& patterns, const StorageSettings& settings) {
  require_sound(settings);
  require_spins(patterns);
  const Index n = patterns.rows();
  return extended(MatrixXd::Zero(n, n), Patterns(n, 0), patterns, settings);
}

HopfieldNetwork store_more(const HopfieldNetwork& network, const Patterns& patterns) {
  require_spins(patterns);
  if (patterns.rows() != network.patterns.rows()) {
    throw InputError(fmt::format("the new patterns have {} units; must be {}, as those stored",
                                 patterns.rows(), network.patterns.rows()));
  }
  MatrixXd j = std::get<PairwiseModel::Dense>(network.model->couplings());
  j.diagonal() = network.diagonal;
  return extended(std::move(j), network.patterns, patterns, network.settings);
}

double smallest_stability(const HopfieldNetwork& network) {
  const auto& j = std::get<PairwiseModel::Dense>(network.model->couplings());
  MatrixXd fields = j * network.patterns;
  fields.colwise() += network.model->fields();
  fields.array() *= network.patterns.array();
  fields.colwise() += network.self_couplings();
  return fields.minCoeff();
}

double rule_capacity(StorageRule rule, Index units) {
  switch (rule) {
    case StorageRule::hebb:
      return 0.138;
    case StorageRule::pseudo_inverse:
      return 1;
    case StorageRule::storkey:
      return units < 2 ? 1 : 1 / std::sqrt(2 * std::log(static_cast<double>(units)));
    case StorageRule::perceptron:
      break;
  }
  return 2;
}

}  // namespace onedial
