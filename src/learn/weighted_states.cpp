#include "onedial/learn/weighted_states.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <stdexcept>

#include "onedial/model/enumerate.hpp"

namespace onedial {

std::vector<State> states_of(const Dataset& dataset) {
  std::vector<State> states;
  for (const auto& row : dataset.values.rowwise()) {
    State& state = states.emplace_back();
    for (const float value : row) {
      state.push_back(value > 0.5F ? 1 : 0);
    }
  }
  return states;
}

WeightedStates weighted_states(const std::vector<State>& examples) {
  if (examples.empty()) {
    throw std::invalid_argument("no examples; must be at least one");
  }
  std::map<State, double> counts;
  for (const State& example : examples) {
    if (example.size() != examples.front().size()) {
      throw std::invalid_argument("all examples must have the same number of levels");
    }
    require_levels(example, 2);
    ++counts[example];
  }
  WeightedStates data;
  data.weights.resize(static_cast<Index>(counts.size()));
  for (const auto& [state, count] : counts) {
    data.weights[static_cast<Index>(data.states.size())] = count / static_cast<double>(examples.size());
    data.states.push_back(state);
  }
  return data;
}

WeightedStates states_of_law(std::span<const double> law) {
  if (!std::has_single_bit(law.size())) {
    throw std::invalid_argument("the probabilities of all states must be a power of two in number");
  }
  if (std::abs(std::accumulate(law.begin(), law.end(), 0.0) - 1) > 1e-9) {
    throw std::invalid_argument("the probabilities of all states must have the sum 1");
  }
  WeightedStates data;
  std::vector<double> weights;
  const auto units = static_cast<std::size_t>(std::bit_width(law.size()) - 1);
  for (std::size_t k = 0; k < law.size(); ++k) {
    if (!(law[k] >= 0)) {
      throw std::invalid_argument("a probability must not be negative");
    }
    if (law[k] > 0) {
      State& state = data.states.emplace_back(units);
      for (std::size_t unit = 0; unit < units; ++unit) {
        state[unit] = static_cast<Level>((k >> unit) & 1U);
      }
      weights.push_back(law[k]);
    }
  }
  data.weights = Eigen::Map<const Eigen::VectorXd>(weights.data(), static_cast<Index>(weights.size()));
  return data;
}

std::vector<double> law_of(const WeightedStates& data) {
  const std::size_t units = data.states.front().size();
  if (units > static_cast<std::size_t>(max_enumerated_units)) {
    throw std::invalid_argument("too many units for the probabilities of all states");
  }
  std::vector<double> law(std::size_t{1} << units);
  for (std::size_t k = 0; k < data.states.size(); ++k) {
    std::size_t index = 0;
    for (std::size_t unit = 0; unit < units; ++unit) {
      index |= static_cast<std::size_t>(data.states[k][unit]) << unit;
    }
    law[index] = data.weights[static_cast<Index>(k)];
  }
  return law;
}

}  // namespace onedial
