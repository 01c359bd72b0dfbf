#pragma once
#include <cmath>
#include <vector>

#include "learn_cases.hpp"

// What learning estimates, by sums over all states in plain code and double precision.
namespace onedial::learn_cases {

/// ⟨v hᵀ⟩, ⟨v⟩ and ⟨h⟩.
struct Statistics {
  Eigen::MatrixXd products;
  Eigen::VectorXd visible;
  Eigen::VectorXd hidden;

  explicit Statistics(const RestrictedMachine& machine)
      : products(Eigen::MatrixXd::Zero(machine.visible(), machine.hidden())),
        visible(Eigen::VectorXd::Zero(machine.visible())),
        hidden(Eigen::VectorXd::Zero(machine.hidden())) {}

  void add(double weight, const Eigen::VectorXd& v, const Eigen::VectorXd& h) {
    products += weight * v * h.transpose();
    visible += weight * v;
    hidden += weight * h;
  }
};

inline Statistics operator-(Statistics a, const Statistics& b) {
  a.products -= b.products;
  a.visible -= b.visible;
  a.hidden -= b.hidden;
  return a;
}

/// E[h | v].
inline Eigen::VectorXd hidden_given(const RestrictedMachine& machine, const Eigen::VectorXd& v) {
  const Eigen::VectorXd fields =
      machine.hidden_biases.cast<double>() + machine.weights.cast<double>().transpose() * v;
  return fields.unaryExpr([](double field) { return 1 / (1 + std::exp(-field)); });
}

/// Of the machine itself.
inline Statistics model_statistics(const RestrictedMachine& machine) {
  Statistics statistics(machine);
  double norm = 0;
  if (machine.visible_units == VisibleUnits::gaussian) {
    for (const auto& h : hidden_values(machine)) {
      const Eigen::VectorXd mean = machine.visible_biases.cast<double>() + machine.weights.cast<double>() * h;
      const double weight = std::exp(mean.squaredNorm() / 2 + machine.hidden_biases.cast<double>().dot(h));
      norm += weight;
      statistics.add(weight, mean, h);
    }
  } else {
    for (const auto& v : visible_values(machine)) {
      double weight = 0;
      for (const auto& h : hidden_values(machine)) {
        weight += std::exp(-energy(machine, v, h));
      }
      norm += weight;
      statistics.add(weight, v, hidden_given(machine, v));
    }
  }
  statistics.products /= norm;
  statistics.visible /= norm;
  statistics.hidden /= norm;
  return statistics;
}

/// Of data rows.
inline Statistics data_statistics(const RestrictedMachine& machine, const FloatRows& rows) {
  Statistics statistics(machine);
  for (Index row = 0; row < rows.rows(); ++row) {
    const Eigen::VectorXd v = rows.row(row).cast<double>();
    statistics.add(1 / static_cast<double>(rows.rows()), v, hidden_given(machine, v));
  }
  return statistics;
}

/// Rows that the units can have, drawn at random; real ones normal about 0.
inline FloatRows random_rows(const RestrictedMachine& machine, Index count, std::uint64_t seed) {
  RandomStream random(seed, 1);
  FloatRows rows(count, machine.visible());
  if (machine.visible_units == VisibleUnits::gaussian) {
    return rows.unaryExpr([&](float) { return static_cast<float>(draw_normal(random)); });
  }
  const auto all = visible_values(machine);
  for (Index row = 0; row < count; ++row) {
    const auto at = static_cast<std::size_t>(uniform01(random) * static_cast<double>(all.size()));
    rows.row(row) = all[at].cast<float>().transpose();
  }
  return rows;
}

}  // namespace onedial::learn_cases
