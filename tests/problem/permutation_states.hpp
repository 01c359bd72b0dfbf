#pragma once
#include <Eigen/Core>
#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "onedial/core/spectrum.hpp"
#include "onedial/sample/move_system.hpp"
#include "sample/outcomes.hpp"
#include "sample/state_counts.hpp"

// Models whose states are permutations, held against all of their states.
namespace onedial::permutations {

/// Every state that the model reads back from a permutation, once.
template <class Model>
std::vector<State> all_states(Model model) {
  State order(static_cast<std::size_t>(model.size()));
  std::iota(order.begin(), order.end(), 0);
  std::vector<State> states;
  State state;
  do {
    model.place(order);
    model.read(state);
    states.push_back(state);
  } while (std::next_permutation(order.begin(), order.end()));
  std::sort(states.begin(), states.end());
  states.erase(std::unique(states.begin(), states.end()), states.end());
  return states;
}

inline Index index_in(const std::vector<State>& states, const State& state) {
  const auto found = std::lower_bound(states.begin(), states.end(), state);
  if (found == states.end() || *found != state) {
    FAIL("the model is in none of its states");
  }
  return found - states.begin();
}

template <class Model>
Eigen::VectorXd boltzmann_law(Model model, const std::vector<State>& states, Temperature t) {
  std::vector<double> energies;
  for (const State& state : states) {
    energies.push_back(model.place(state));
  }
  const std::vector<double> law = boltzmann_probabilities(Spectrum(energies), t);
  return Eigen::Map<const Eigen::VectorXd>(law.data(), std::ssize(law));
}

/// P[from][to] of one proposal of the shipped code, through every outcome. Checks every change of energy.
template <class Kernel, class Model>
Eigen::MatrixXd move_matrix(const Model& model, const std::vector<State>& states, Temperature t) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(std::ssize(states), std::ssize(states));
  State to;
  for (Index from = 0; from < std::ssize(states); ++from) {
    outcomes::Outcomes decide;
    do {
      Model moved = model;
      const double before = moved.place(states[static_cast<std::size_t>(from)]);
      const double change = try_move<Kernel>(moved, t, decide).value_or(0);
      moved.read(to);
      matrix(from, index_in(states, to)) += decide.probability();
      if (Model(moved).place(to) != Approx(before + change).margin(1e-12)) {
        FAIL("a move changed the energy by something else than it said");
      }
    } while (decide.next());
  }
  return matrix;
}

/// How often replicas are in each of the states.
inline std::vector<double> count_states(System& system, const std::vector<State>& states, Temperature t,
                                        int burn_in, int looks, int gap) {
  std::vector<double> counts(states.size());
  const std::vector<Temperature> temperatures(static_cast<std::size_t>(system.replicas()), t);
  State state;
  for (int look = 0; look < looks; ++look) {
    for (int k = 0; k < (look == 0 ? burn_in : gap); ++k) {
      system.sweep(temperatures);
    }
    for (Index r = 0; r < system.replicas(); ++r) {
      system.read(r, state);
      ++counts[static_cast<std::size_t>(index_in(states, state))];
    }
  }
  return counts;
}

}  // namespace onedial::permutations
