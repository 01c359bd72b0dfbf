#pragma once
#include <cstddef>
#include <memory>

#include "onedial/core/random.hpp"
#include "onedial/learn/boltzmann_machine.hpp"

// Machines and states for the tests of learning.
namespace onedial::machine_cases {

/// The levels of the state with index k: bit i is unit i.
inline State state_of(std::size_t k, Index units) {
  State state(static_cast<std::size_t>(units));
  for (std::size_t unit = 0; unit < state.size(); ++unit) {
    state[unit] = static_cast<Level>((k >> unit) & 1U);
  }
  return state;
}

inline std::size_t index_of(const State& state) {
  std::size_t index = 0;
  for (std::size_t unit = 0; unit < state.size(); ++unit) {
    index |= static_cast<std::size_t>(state[unit]) << unit;
  }
  return index;
}

/// A machine of which all pairs are connected, with parameters uniform in [−scale, scale].
inline BoltzmannMachine random_machine(Domain domain, Index visible, Index hidden, double scale,
                                       std::uint64_t seed) {
  BoltzmannMachine machine(domain, visible, hidden, all_pairs(visible + hidden));
  RandomStream random(seed, 0);
  Eigen::VectorXd parameters = machine.parameters();
  for (double& parameter : parameters) {
    parameter = scale * (2 * uniform01(random) - 1);
  }
  machine.set_parameters(parameters);
  return machine;
}

/// An index drawn from a law.
inline std::size_t draw(const std::vector<double>& law, RandomStream& random) {
  double u = uniform01(random);
  std::size_t k = 0;
  while (k + 1 < law.size() && u >= law[k]) {
    u -= law[k++];
  }
  return k;
}

}  // namespace onedial::machine_cases
