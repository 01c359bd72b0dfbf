#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/learn/restricted_machine.hpp"

// Restricted machines for tests, and sums over all of their states in plain code.
namespace onedial::learn_cases {

/// Weights and biases uniform in (−strength, strength).
inline RestrictedMachine random_machine(VisibleUnits units, Index visible, Index hidden, float strength,
                                        std::uint64_t seed, Index levels = 2) {
  RandomStream random(seed, 0);
  const auto draw = [&](float) { return strength * static_cast<float>(2 * uniform01(random) - 1); };
  RestrictedMachine machine;
  machine.visible_units = units;
  machine.levels = levels;
  machine.weights = FloatRows::Zero(visible, hidden).unaryExpr(draw);
  machine.visible_biases = Eigen::VectorXf::Zero(visible).unaryExpr(draw);
  machine.hidden_biases = Eigen::VectorXf::Zero(hidden).unaryExpr(draw);
  return machine;
}

/// All states of `units` units of `levels` levels, in mixed radix, the first unit fastest.
inline std::vector<std::vector<Level>> all_states(Index units, Level levels) {
  std::vector<std::vector<Level>> states(1);
  for (Index unit = units; unit-- > 0;) {
    std::vector<std::vector<Level>> longer;
    for (const auto& rest : states) {
      for (Level level = 0; level < levels; ++level) {
        longer.push_back({level});
        longer.back().insert(longer.back().end(), rest.begin(), rest.end());
      }
    }
    states = std::move(longer);
  }
  return states;
}

/// Every value that the visible columns can have; none for real numbers.
inline std::vector<Eigen::VectorXd> visible_values(const RestrictedMachine& machine) {
  std::vector<Eigen::VectorXd> all;
  const bool is_softmax = machine.visible_units == VisibleUnits::softmax;
  const auto levels = static_cast<Level>(is_softmax ? machine.levels : 2);
  const Index units = is_softmax ? machine.visible() / machine.levels : machine.visible();
  for (const auto& state : all_states(units, levels)) {
    Eigen::VectorXd values = Eigen::VectorXd::Zero(machine.visible());
    for (Index unit = 0; unit < units; ++unit) {
      const Level level = state[static_cast<std::size_t>(unit)];
      if (is_softmax) {
        values[unit * levels + level] = 1;
      } else {
        values[unit] = machine.visible_units == VisibleUnits::spin ? 2 * level - 1 : level;
      }
    }
    all.push_back(values);
  }
  return all;
}

/// Every state of the hidden units.
inline std::vector<Eigen::VectorXd> hidden_values(const RestrictedMachine& machine) {
  std::vector<Eigen::VectorXd> all;
  for (const auto& state : all_states(machine.hidden(), 2)) {
    all.emplace_back(Eigen::Map<const Eigen::VectorX<Level>>(state.data(), machine.hidden()).cast<double>());
  }
  return all;
}

inline double energy(const RestrictedMachine& machine, const Eigen::VectorXd& v, const Eigen::VectorXd& h) {
  const Eigen::VectorXd b = machine.visible_biases.cast<double>();
  const double coupled =
      v.dot(machine.weights.cast<double>() * h) + machine.hidden_biases.cast<double>().dot(h);
  return machine.visible_units == VisibleUnits::gaussian ? (v - b).squaredNorm() / 2 - coupled
                                                         : -b.dot(v) - coupled;
}

}  // namespace onedial::learn_cases
