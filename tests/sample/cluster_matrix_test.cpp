// The deterministic layer of cluster updates: their exact transition matrices, from the shipped code.
#include <cmath>
#include <string>

#include "catch.hpp"
#include "onedial/sample/cluster.hpp"
#include "outcomes.hpp"
#include "reference_data.hpp"
#include "sample/cluster_graph.hpp"
#include "sample/cluster_update.hpp"

using namespace onedial;

namespace {

/// BondDraws by a script.
struct ScriptedDraws {
  outcomes::Outcomes* outcomes;
  const std::vector<double>* probabilities;
  std::uint32_t active(bool satisfied, std::uint32_t gain) const {
    return satisfied && (*outcomes)(probabilities->at(gain)) ? 1 : 0;
  }
  Index below(Index count) const { return outcomes->below(count); }
};

template <class Model>
Eigen::MatrixXd update_matrix(const Model& model, ClusterKind kind, Temperature t) {
  const ClusterGraph graph(model);
  const Level levels = graph.levels();
  const std::vector<double> probabilities = bond_probabilities(graph.gains(), t);
  return outcomes::transition_matrix(
      levels, model.size(), [&](const State& from, outcomes::Outcomes& script) {
        ClusterState clusters(graph);
        std::copy(from.begin(), from.end(), clusters.levels().begin());
        ScriptedDraws draws{&script, &probabilities};
        const auto update =
            kind == ClusterKind::wolff ? clusters.wolff(graph, draws) : clusters.swendsen_wang(graph, draws);
        State to;
        Index changed = 0;
        for (std::size_t unit = 0; unit < from.size(); ++unit) {
          const Level ghost = graph.has_ghost() ? clusters.levels().back() : 0;
          to.push_back((clusters.levels()[unit] - ghost + levels) % levels);
          changed += to.back() != from[unit] ? 1 : 0;
        }
        REQUIRE(std::abs(model.energy(from) + update.energy_change - model.energy(to)) < 1e-13);
        REQUIRE(std::abs(graph.energy(clusters.levels()) - model.energy(to)) < 1e-13);
        REQUIRE(update.changed == changed);
        REQUIRE(update.units >= update.changed);
        return to;
      });
}

template <class Model>
void check(const Model& model, Level levels) {
  for (const ClusterKind kind : {ClusterKind::swendsen_wang, ClusterKind::wolff}) {
    for (const double value : {0.5, 1.0, 3.0}) {
      INFO((kind == ClusterKind::wolff ? "Wolff" : "Swendsen-Wang") << " at T = " << value);
      const Temperature t(value);
      const Eigen::VectorXd law = outcomes::boltzmann_law(model, levels, t);
      const Eigen::MatrixXd p = update_matrix(model, kind, t);
      CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-13);
      CHECK(outcomes::drift(p, law) < 1e-13);
      CHECK(outcomes::imbalance(p, law) < 1e-13);
      // Every state is reached: by Swendsen and Wang's update in one step, by Wolff's in a few.
      Eigen::MatrixXd reached = p;
      for (Index k = 1; k < 2 * model.size() && kind == ClusterKind::wolff; ++k) {
        reached += (reached * p).eval();
      }
      CHECK(reached.minCoeff() > 0);

      const Eigen::MatrixXd off = update_matrix(model, kind, Temperature(1.01 * value));
      CHECK(outcomes::drift(off, law) > 1e-6);
    }
  }
}

/// Three units, all pairs coupled with both signs.
const PairwiseModel::Dense triangle{{0, 0.7, -1.1}, {0.7, 0, 0.4}, {-1.1, 0.4, 0}};
const PairwiseModel::Dense ferro_triangle{{0, 0.7, 1.1}, {0.7, 0, 0.4}, {1.1, 0.4, 0}};
/// Four units on a ring with a chord.
const PairwiseModel::Dense ring{{0, 0.6, 0, -0.9}, {0.6, 0, 0.5, 0.3}, {0, 0.5, 0, 0.8}, {-0.9, 0.3, 0.8, 0}};

}  // namespace

TEST_CASE(
    "cluster updates of spins with couplings of both signs leave the Boltzmann distribution unchanged") {
  check(PairwiseModel(Domain::spin, ring, Eigen::VectorXd::Zero(4)), 2);
  check(PairwiseModel(Domain::spin, PairwiseModel::Sparse(ring.sparseView()), Eigen::VectorXd::Zero(4), 2.5),
        2);
}

TEST_CASE("cluster updates of spins in fields of both signs leave the Boltzmann distribution unchanged") {
  check(PairwiseModel(Domain::spin, triangle, Eigen::VectorXd{{0.5, -0.8, 0.2}}), 2);
  check(PairwiseModel(Domain::spin, triangle, Eigen::VectorXd{{0, -0.8, 0}}), 2);
}

TEST_CASE("cluster updates of units in 0 and 1 leave the Boltzmann distribution unchanged") {
  check(PairwiseModel(Domain::binary, triangle, Eigen::VectorXd{{0.5, -0.8, 0.2}}), 2);
}

TEST_CASE("cluster updates of Potts models leave the Boltzmann distribution unchanged") {
  check(PottsModel(3, ferro_triangle.sparseView()), 3);
  check(PottsModel(3, ferro_triangle.sparseView(), 0.6), 3);
  check(PottsModel(4, PairwiseModel::Dense{{0, 1}, {1, 0}}.sparseView(), 0.3), 4);
  // Two levels take any sign.
  check(PottsModel(2, triangle.sparseView(), -0.6), 2);
  check(PottsModel(2, triangle.sparseView(), 0.6), 2);
}

TEST_CASE("cluster updates at both ends of the dial") {
  const PottsModel model(3, ferro_triangle.sparseView(), 0.6);
  const Eigen::MatrixXd hot = update_matrix(model, ClusterKind::swendsen_wang, Temperature::infinite());
  CHECK((hot.array() - 1.0 / 27).abs().maxCoeff() < 1e-15);

  // At T = 0 a ferromagnet turns as a whole, and a field holds it.
  const PottsModel free(3, ferro_triangle.sparseView());
  const Eigen::MatrixXd whole = update_matrix(free, ClusterKind::wolff, Temperature::zero());
  CHECK(whole(0, 13) == Approx(0.5));  // from 000 to 111
  CHECK(whole(0, 26) == Approx(0.5));  // and to 222
  CHECK(update_matrix(model, ClusterKind::wolff, Temperature::zero())(0, 0) == Approx(1));
  for (const ClusterKind kind : {ClusterKind::swendsen_wang, ClusterKind::wolff}) {
    const Eigen::MatrixXd cold = update_matrix(free, kind, Temperature::zero());
    for (Index from = 0; from < 27; ++from) {
      for (Index to = 0; to < 27; ++to) {
        const auto energy = [&](Index k) {
          return free.energy(outcomes::state_of(static_cast<std::size_t>(k), 3, 3));
        };
        CHECK((cold(from, to) == 0 || energy(to) <= energy(from) + 1e-14));
      }
    }
  }
}
