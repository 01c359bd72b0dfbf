// Anneals a QUBO: the largest set of vertices of the Petersen graph of which no two are neighbours.
#include <Eigen/Core>
#include <iostream>
#include <memory>

#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/pairwise_model.hpp"

using namespace onedial;

namespace {

/// Minimises Σᵢ≤ⱼ Qᵢⱼ xᵢ xⱼ over bits: a PairwiseModel has the energy −½ xᵀJx − hᵀx, so J = −Q off the
/// diagonal (in both triangles) and h = −Q on it.
PairwiseModel model_of(const Eigen::MatrixXd& q) {
  Eigen::MatrixXd couplings = -(q + q.transpose());
  couplings.diagonal().setZero();
  return {Domain::binary, couplings, -q.diagonal()};
}

/// Each chosen vertex earns 1; two neighbours together cost 2, more than either of them earns.
Eigen::MatrixXd independent_set_on_petersen_graph() {
  Eigen::MatrixXd q = -Eigen::MatrixXd::Identity(10, 10);
  for (Index i = 0; i < 5; ++i) {
    q(i, (i + 1) % 5) = 2;          // the outer ring,
    q(i, i + 5) = 2;                // the spokes,
    q(i + 5, (i + 2) % 5 + 5) = 2;  // and the star inside
  }
  return q;
}

}  // namespace

int main() {
  const auto model = std::make_shared<const PairwiseModel>(model_of(independent_set_on_petersen_graph()));

  const auto system = make_system(model, {.replicas = 8}, /*seed=*/1);
  const TemperatureRange range = temperature_range(*model);
  const AnnealResult result = anneal(*system, GeometricSchedule{range.hot, range.cold}, {.sweeps = 200});

  std::cout << "energy " << result.best_energy << " after " << result.best_sweep << " sweeps, bits ";
  for (const Level bit : result.best_state) {
    std::cout << bit;
  }
  std::cout << "\nindependent set of " << -result.best_energy << " vertices\n";
}
