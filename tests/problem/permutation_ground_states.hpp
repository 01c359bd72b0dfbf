#pragma once
#include <algorithm>
#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial::permutations {

/// Enumerates all bits of the encoding "qubo" with its own penalty: its ground states are feasible and the
/// best of all permutations, and every permutation has the energy that the problem says.
inline void check_ground_states(const Problem& problem) {
  const Encoding encoding = problem.encode({.name = "qubo"});
  const auto model = pairwise_model(encoding);
  const auto energies = enumerate(model);
  const double ground = *std::min_element(energies.begin(), energies.end());
  const double scale = energy_scale(encoding);
  State bits(static_cast<std::size_t>(model->size()));
  Index ground_states = 0;
  for (std::size_t k = 0; k < energies.size(); ++k) {
    if (energies[k] <= ground + 1e-12 * scale) {
      for (std::size_t i = 0; i < bits.size(); ++i) {
        bits[i] = static_cast<Level>(k >> i & 1U);
      }
      const Evaluation worth = problem.evaluate(encoding.decode(bits));
      REQUIRE(worth.feasible);
      REQUIRE(worth.objective == Approx(ground).margin(1e-12 * scale));
      ++ground_states;
    }
  }
  CHECK(ground_states > 0);

  State order = encoding.decode(bits);
  std::iota(order.begin(), order.end(), 0);
  double best = HUGE_VAL;
  do {
    const Evaluation worth = problem.evaluate(order);
    const State encoded = encoding.encode(order);
    if (worth.feasible) {
      REQUIRE(model->energy(encoded) == Approx(worth.objective).margin(1e-12 * scale));
      REQUIRE(problem.evaluate(encoding.decode(encoded)).objective == Approx(worth.objective).margin(1e-12));
      best = std::min(best, worth.objective);
    }
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(best == Approx(ground).margin(1e-12 * scale));
}

}  // namespace onedial::permutations
