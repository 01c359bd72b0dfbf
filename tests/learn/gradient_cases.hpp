#pragma once
#include <cmath>
#include <functional>
#include <vector>

#include "learn_cases.hpp"
#include "onedial/learn/machine_state.hpp"
#include "onedial/learn/partition_function.hpp"
#include "onedial/learn/trainer.hpp"

// One step of training as an estimate of a gradient.
namespace onedial::learn_cases {

/// Weights row by row, then the visible biases, then the hidden ones.
inline Eigen::VectorXd parameters_of(const RestrictedMachine& machine) {
  Eigen::VectorXd all(machine.weights.size() + machine.visible() + machine.hidden());
  all << Eigen::Map<const Eigen::VectorXf>(machine.weights.data(), machine.weights.size()).cast<double>(),
      machine.visible_biases.cast<double>(), machine.hidden_biases.cast<double>();
  return all;
}

/// By how much one step of rate 1 changes the parameters.
inline Eigen::VectorXd step_of(const RestrictedMachine& machine, const FloatRows& data,
                               const NegativePhase& phase, std::uint64_t seed, bool is_centred = false) {
  Trainer trainer(machine, data, {},
                  {.batch = data.rows(),
                   .rate = {.start = 1},
                   .optimiser = Momentum{0},
                   .negative = phase,
                   .is_centred = is_centred,
                   .seed = seed});
  trainer.step();
  return parameters_of(trainer.machine()) - parameters_of(machine);
}

/// A mean with its error for each parameter, over independent steps.
struct MeanStep {
  Eigen::VectorXd mean;
  Eigen::VectorXd error;
};

inline MeanStep mean_step(Index repetitions, const std::function<Eigen::VectorXd(std::uint64_t seed)>& step) {
  Eigen::VectorXd sum = step(1);
  Eigen::VectorXd squares = sum.cwiseAbs2();
  for (Index k = 2; k <= repetitions; ++k) {
    const Eigen::VectorXd one = step(static_cast<std::uint64_t>(k));
    sum += one;
    squares += one.cwiseAbs2();
  }
  const auto n = static_cast<double>(repetitions);
  MeanStep result{.mean = sum / n, .error = {}};
  result.error = ((squares / n - result.mean.cwiseAbs2()).cwiseMax(0) / (n - 1)).cwiseSqrt();
  return result;
}

/// Independent draws of the visible units of a machine, exact.
inline FloatRows exact_rows(const RestrictedMachine& machine, Index count, std::uint64_t seed) {
  RandomStream random(seed, 7);
  FloatRows rows(count, machine.visible());
  Index row = 0;
  for (const State& state : draw_exact_states(machine, count, random)) {
    rows.row(row++) = onedial::visible_values(machine, state, Temperature(1), random).cast<float>();
  }
  return rows;
}

/// The gradient of the mean log-likelihood of rows, by sums over all states, of units that have levels.
inline Eigen::VectorXd exact_gradient(const RestrictedMachine& machine, const FloatRows& data) {
  const auto hidden = hidden_values(machine);
  const Index v_count = machine.visible();
  const Index h_count = machine.hidden();
  const auto add = [&](Eigen::VectorXd& to, const Eigen::VectorXd& v, const Eigen::VectorXd& h,
                       double weight) {
    for (Index i = 0; i < v_count; ++i) {
      to.segment(i * h_count, h_count) += weight * v[i] * h;
    }
    to.segment(v_count * h_count, v_count) += weight * v;
    to.tail(h_count) += weight * h;
  };
  // ⟨φ⟩ over all hidden states, weighted by e^{−E}; the sum of the weights is returned.
  const auto add_all = [&](Eigen::VectorXd& to, const Eigen::VectorXd& v) {
    double norm = 0;
    for (const Eigen::VectorXd& h : hidden) {
      const double weight = std::exp(-energy(machine, v, h));
      add(to, v, h, weight);
      norm += weight;
    }
    return norm;
  };
  const Index size = machine.weights.size() + v_count + h_count;
  Eigen::VectorXd free = Eigen::VectorXd::Zero(size);
  double z = 0;
  for (const Eigen::VectorXd& v : visible_values(machine)) {
    z += add_all(free, v);
  }
  Eigen::VectorXd clamped = Eigen::VectorXd::Zero(size);
  for (Index row = 0; row < data.rows(); ++row) {
    Eigen::VectorXd one = Eigen::VectorXd::Zero(size);
    const double norm = add_all(one, data.row(row).transpose().cast<double>());
    clamped += one / norm;
  }
  return clamped / static_cast<double>(data.rows()) - free / z;
}

}  // namespace onedial::learn_cases
