#pragma once
#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "learn_cases.hpp"
#include "onedial/learn/machine_state.hpp"

// The laws of the states of `make_machine_system`, by sums over all of them in plain code.
namespace onedial::learn_cases {

struct Case {
  VisibleUnits units;
  Index visible;
  Index hidden;
  Index levels = 2;
};
inline const std::vector<Case> cases = {{VisibleUnits::binary, 5, 3},
                                        {VisibleUnits::spin, 4, 4},
                                        {VisibleUnits::softmax, 9, 3, 3},
                                        {VisibleUnits::gaussian, 3, 6}};

inline RestrictedMachine machine_with(const Case& one) {
  return random_machine(one.units, one.visible, one.hidden, 1.2F, 8, one.levels);
}

/// The law of the states of a system at T, by a sum over all of them in plain code, and their energies.
struct ExactLaw {
  std::map<State, double> probabilities;
  std::map<State, double> energies;  // of the machine, with the base biases' part
  double log_z = 0;
};

inline ExactLaw exact_law(const RestrictedMachine& machine, Temperature t, const Eigen::VectorXd& base) {
  ExactLaw law;
  const bool is_real = machine.visible_units == VisibleUnits::gaussian;
  const Index groups =
      machine.visible_units == VisibleUnits::softmax ? machine.visible() / machine.levels : machine.visible();
  const auto visible_states = is_real ? std::vector<State>(1)
                                      : all_states(groups, machine.visible_units == VisibleUnits::softmax
                                                               ? static_cast<Level>(machine.levels)
                                                               : 2);
  RandomStream random(1, 1);
  std::map<State, double> exponents;
  for (const State& visible : visible_states) {
    for (const State& hidden : all_states(machine.hidden(), 2)) {
      State state = visible;
      state.insert(state.end(), hidden.begin(), hidden.end());
      const Eigen::VectorXd h =
          Eigen::Map<const Eigen::VectorX<Level>>(hidden.data(), machine.hidden()).cast<double>();
      // Real units at the top of their Gaussian, which is what is left of them but for a constant.
      const Eigen::VectorXd v =
          is_real
              ? Eigen::VectorXd(machine.visible_biases.cast<double>() + machine.weights.cast<double>() * h)
              : visible_values(machine, state, t, random);
      const double base_part = base.size() == 0 ? 0 : base.dot(v);
      law.energies[state] = energy(machine, v, h) + base_part;
      exponents[state] = base_part - t.reduced(law.energies[state]);
    }
  }
  double greatest = exponents.begin()->second;
  for (const auto& [state, exponent] : exponents) {
    greatest = std::max(greatest, exponent);
  }
  double norm = 0;
  for (const auto& [state, exponent] : exponents) {
    norm += law.probabilities[state] = std::exp(exponent - greatest);
  }
  for (auto& [state, probability] : law.probabilities) {
    probability /= norm;
  }
  law.log_z = greatest + std::log(norm);
  return law;
}

}  // namespace onedial::learn_cases
