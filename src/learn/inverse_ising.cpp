#include "onedial/learn/inverse_ising.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <array>
#include <cmath>
#include <stdexcept>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

// Products of matrices are lazy ones: those in blocks add up in an order that depends on the processor's
// caches.

/// The values of the units, one example a row.
Eigen::MatrixXd values_of(const WeightedStates& data, Domain domain) {
  Eigen::MatrixXd values(data.weights.size(), static_cast<Index>(data.states.front().size()));
  for (Index row = 0; row < values.rows(); ++row) {
    for (Index unit = 0; unit < values.cols(); ++unit) {
      values(row, unit) =
          level_value(domain, data.states[static_cast<std::size_t>(row)][static_cast<std::size_t>(unit)]);
    }
  }
  return values;
}

/// Puts into `gradient` what belongs to a connection and a bias: derivatives by the local fields of all
/// examples (K × N), times the values that the fields are made of.
void to_parameters(const BoltzmannMachine& machine, const Eigen::MatrixXd& values,
                   const Eigen::MatrixXd& by_field, Eigen::VectorXd& gradient) {
  const Eigen::MatrixXd products = by_field.transpose().lazyProduct(values);
  Index next = 0;
  for (const auto& [first, second] : machine.connections()) {
    gradient[next++] = products(first, second) + products(second, first);
  }
  gradient.tail(machine.size()) = by_field.colwise().sum();
}

}  // namespace

FittedMachine fit_pseudo_likelihood(const BoltzmannMachine& start, const WeightedStates& data, Temperature t,
                                    const AscentSettings& settings) {
  if (start.hidden_units() != 0 || data.states.empty() ||
      static_cast<Index>(data.states.front().size()) != start.size()) {
    throw std::invalid_argument("pseudo-likelihood takes a machine without hidden units, and all its units");
  }
  if (t.is_zero() || t.is_infinite()) {
    throw std::invalid_argument("learning takes a finite temperature above 0");
  }
  const Eigen::MatrixXd values = values_of(data, start.domain());
  // What a flip changes a unit's value by.
  const Eigen::MatrixXd changes =
      start.domain() == Domain::spin ? Eigen::MatrixXd(-2 * values) : Eigen::MatrixXd(1 - 2 * values.array());
  FittedMachine fitted{start, {}};
  Eigen::MatrixXd costs;     // ΔE of every flip (K × N)
  Eigen::MatrixXd by_field;  // derivatives of the sum by local fields (K × N)
  fitted.ascent = climb(
      [&](const Eigen::VectorXd& parameters, Eigen::VectorXd& gradient) {
        fitted.machine.set_parameters(parameters);
        const PairwiseModel model = fitted.machine.model();
        costs = values.lazyProduct(std::get<PairwiseModel::Dense>(model.couplings()));
        costs.rowwise() += model.fields().transpose();
        costs.array() *= -changes.array();
        by_field.resizeLike(costs);
        double sum = 0;
        for (Index unit = 0; unit < costs.cols(); ++unit) {
          for (Index row = 0; row < costs.rows(); ++row) {
            // ln p(sᵢ | rest) = −ln(1 + e^{−ΔE/T}).
            const std::array cost = {costs(row, unit)};
            sum -= data.weights[row] * two_level_log_z(cost, t);
            by_field(row, unit) =
                -data.weights[row] * changes(row, unit) * heat_bath_probability(cost[0], t) / t.value();
          }
        }
        to_parameters(fitted.machine, values, by_field, gradient);
        return sum;
      },
      start.parameters(), settings);
  fitted.machine.set_parameters(fitted.ascent.place);
  return fitted;
}

PairwiseModel fit_mean_field(const WeightedStates& data, MeanField order) {
  const Eigen::MatrixXd spins = values_of(data, Domain::spin);
  const Eigen::VectorXd means = spins.transpose() * data.weights;
  const Eigen::MatrixXd centred = spins.rowwise() - means.transpose();
  const Eigen::MatrixXd weighted = data.weights.asDiagonal() * centred;
  const Eigen::MatrixXd covariances = centred.transpose().lazyProduct(weighted);
  const Eigen::LDLT<Eigen::MatrixXd> factors(covariances);
  if (factors.info() != Eigen::Success || !(factors.vectorD().minCoeff() > 1e-12)) {
    throw InputError(
        "mean field: the covariances of the spins have no inverse; there must be more examples "
        "than spins, and every spin must change");
  }
  const Index units = means.size();
  Eigen::MatrixXd inverse(units, units);
  for (Index i = 0; i < units; ++i) {
    inverse.col(i) = factors.solve(Eigen::VectorXd::Unit(units, i));
  }
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  // artanh
  Eigen::VectorXd fields =
      means.unaryExpr([](double m) { return (elementary::log1p(m) - elementary::log1p(-m)) / 2; });
  for (Index i = 0; i < units; ++i) {
    for (Index j = 0; j < i; ++j) {
      double coupling = -inverse(i, j);
      if (order == MeanField::tap) {
        const double discriminant = 1 - 8 * means[i] * means[j] * inverse(i, j);
        if (!(discriminant >= 0)) {
          throw InputError(
              fmt::format("mean field: spins {} and {} have no TAP coupling; couplings must be "
                          "weaker, or examples more",
                          i + 1, j + 1));
        }
        coupling *= 2 / (1 + std::sqrt(discriminant));
      }
      couplings(i, j) = couplings(j, i) = coupling;
    }
  }
  fields -= couplings * means;
  if (order == MeanField::tap) {
    const Eigen::VectorXd variances = 1 - means.array().square();
    fields += means.cwiseProduct(couplings.cwiseAbs2() * variances);
  }
  return {Domain::spin, std::move(couplings), std::move(fields)};
}

}  // namespace onedial
