#include "onedial/anneal/best_so_far.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/engine/make_system.hpp"

using namespace onedial;

namespace {

/// Three spins in fields 1, 2 and 4, so that every state has an energy of its own.
std::unique_ptr<System> three_spins(Index replicas) {
  Eigen::VectorXd fields(3);
  fields << 1, 2, 4;
  const auto model = std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Sparse(3, 3), fields);
  auto system = make_system(model, {.engine = Engine::reference, .replicas = replicas}, 1);
  for (Index r = 0; r < replicas; ++r) {
    system->write(r, {0, 0, 0});  // E = 7
  }
  return system;
}

}  // namespace

TEST_CASE("the best state is the first of the least energy") {
  const auto system = three_spins(2);
  AnnealResult result;
  BestSoFar best(*system, result);
  CHECK(result.best_energy == 7);
  CHECK(result.best_replica == 0);
  system->write(1, {0, 1, 1});  // E = -5
  best.update(3);
  system->write(0, {0, 1, 1});
  best.update(4);
  CHECK(result.best_energy == -5);
  CHECK(result.best_replica == 1);
  CHECK(result.best_sweep == 3);
  CHECK(result.best_state == State{0, 1, 1});
  system->write(0, {0, 0, 0});
  best.update(5);
  CHECK(result.replica_best_energies == std::vector<double>{-5, -5});
  CHECK(result.is_feasible);
}

TEST_CASE("a state that violates a constraint never beats one that does not") {
  const auto system = three_spins(2);
  AnnealResult result;
  BestSoFar best(*system, result, [](const State& state) { return state[2] == 0 && state[0] == 1; });
  CHECK_FALSE(result.is_feasible);
  CHECK(result.best_energy == 7);
  CHECK(std::isinf(result.replica_best_energies[0]));

  system->write(0, {0, 1, 1});  // E = -5, not feasible
  best.update(1);
  CHECK(result.best_energy == -5);
  CHECK_FALSE(result.is_feasible);

  system->write(1, {1, 0, 0});  // E = 5, feasible
  best.update(2);
  CHECK(result.is_feasible);
  CHECK(result.best_energy == 5);
  CHECK(result.best_state == State{1, 0, 0});

  system->write(0, {1, 1, 1});  // E = -7, not feasible
  best.update(3);
  CHECK(result.best_energy == 5);
  system->write(0, {1, 1, 0});  // E = 1, feasible
  best.update(4);
  CHECK(result.best_energy == 1);
  CHECK(result.best_replica == 0);
  CHECK(result.replica_best_energies == std::vector<double>{1, 5});
}
