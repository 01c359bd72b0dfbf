// Each step of a walk in energy space, by its exact transition matrix: the shipped code is walked through
// both outcomes of the decision, for every unit.
#include "onedial/sample/level_walker.hpp"

#include <Eigen/Dense>
#include <array>
#include <cmath>

#include "catch.hpp"
#include "onedial/model/local_fields.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

using Fields = LocalFields<PairwiseModel::Dense>;
constexpr int units = 3;
constexpr int states = 8;

/// E takes the values −6 twice, −2, 2 four times, and 6.
std::shared_ptr<const PairwiseModel> three_spins() {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  couplings(0, 1) = couplings(1, 0) = 1;
  couplings(0, 2) = couplings(2, 0) = 2;
  couplings(1, 2) = couplings(2, 1) = -1;
  return std::make_shared<PairwiseModel>(Domain::spin, couplings, Eigen::Vector3d(1, 0, 3));
}

State state_of(int index) {
  State state(units);
  for (int i = 0; i < units; ++i) {
    state[static_cast<std::size_t>(i)] = (index >> i) & 1;
  }
  return state;
}

int index_of(const State& state) {
  return state[0] + 2 * state[1] + 4 * state[2];
}

struct ScriptedDecision {
  bool answer;
  bool asked = false;
  double probability = 1;  // of this answer
  bool operator()(double cost) {
    asked = true;
    const double p = std::min(1.0, std::exp(-cost));
    probability = answer ? p : 1 - p;
    return answer;
  }
};

Eigen::MatrixXd transition_matrix(const LevelTable& table) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(states, states);  // [from][to]
  LevelWalker<Fields> walker(Fields(three_spins()), table, RandomStream(1, 0), 1000);
  for (int from = 0; from < states; ++from) {
    for (Index unit = 0; unit < units; ++unit) {
      for (const bool answer : {false, true}) {
        walker.place(state_of(from));
        if (!table.levels().contains(walker.level())) {
          continue;
        }
        ScriptedDecision decide{.answer = answer};
        walker.attempt(unit, decide);
        if (decide.asked || answer) {  // what nobody is asked for happens once
          matrix(from, index_of(walker.state())) += decide.probability / units;
        }
      }
    }
  }
  return matrix;
}

/// Levels with weights that have nothing to do with their number of states.
LevelTable weights(EnergyRange range) {
  const EnergyLevels levels = EnergyLevels::at_steps(0, 2, range);
  LevelTable table(levels, 0.8);
  for (Index level = -20; level <= 20; ++level) {
    if (table.reach(level)) {
      table[level].log_states = 1.3 * std::sin(1.7 * static_cast<double>(level));
    }
  }
  return table;
}

Eigen::VectorXd stationary(const LevelTable& table) {
  Eigen::VectorXd pi(states);
  for (int k = 0; k < states; ++k) {
    const Index level = table.levels().nearest(three_spins()->energy(state_of(k)));
    pi[k] = table.levels().contains(level) ? std::exp(-table[level].log_states) : 0;
  }
  return pi / pi.sum();
}

}  // namespace

TEST_CASE("a step in energy space keeps detailed balance with the weights of the levels") {
  const LevelTable table = weights({});
  const Eigen::MatrixXd p = transition_matrix(table);
  const Eigen::VectorXd pi = stationary(table);
  CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-14);
  const Eigen::MatrixXd flow = pi.asDiagonal() * p;
  CHECK((flow - flow.transpose()).cwiseAbs().maxCoeff() < 1e-15);
  CHECK((p.transpose() * pi - pi).cwiseAbs().maxCoeff() < 1e-15);
  CHECK(pi.maxCoeff() > 3 * pi.minCoeff());
  Eigen::VectorXd flat = Eigen::VectorXd::Constant(states, 1.0 / states);
  CHECK((p.transpose() * flat - flat).cwiseAbs().maxCoeff() > 0.01);
}

TEST_CASE("a step that would leave the range stays where it is") {
  const LevelTable table = weights({-3, 3});
  const Eigen::MatrixXd p = transition_matrix(table);
  const Eigen::VectorXd pi = stationary(table);
  int inside = 0;
  for (int k = 0; k < states; ++k) {
    if (pi[k] > 0) {
      ++inside;
      CHECK(p.row(k).sum() == Approx(1).epsilon(1e-14));
    } else {
      CHECK(p.col(k).sum() == 0);
    }
  }
  CHECK((inside > 2 && inside < states));
  CHECK((p.transpose() * pi - pi).cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("a decision by cost is that of a random number and an exponential") {
  RandomStream one(3, 0);
  RandomStream other(3, 0);
  RandomStream costs(3, 1);
  CostDecision decide(one);
  int accepted = 0;
  double expected = 0;
  double variance = 0;
  for (int k = 0; k < 300'000; ++k) {
    const double cost = std::pow(uniform01(costs), 3) * 12;
    const double p = elementary::exp(-cost);
    const bool answer = decide(cost);
    REQUIRE(answer == (uniform01(other) < p));
    accepted += answer ? 1 : 0;
    expected += p;
    variance += p * (1 - p);
  }
  CHECK(std::abs(accepted - expected) < 5 * std::sqrt(variance));
  CHECK(decide(0));
  CHECK(decide(-1));
  CHECK(decide(-INFINITY));
  CHECK_FALSE(decide(INFINITY));
}

TEST_CASE("a walk of many sweeps knows the energy of its state") {
  const auto model = reference::sk16(reference::load("sk16.json"));
  const EnergyLevels levels = EnergyLevels::in_bins(0.01, {});
  LevelWalker<Fields> walker(Fields(model), LevelTable(levels, 0), RandomStream(5, 0), 1);
  int agree = 0;
  Index steps = 0;
  for (int k = 0; k < 1000; ++k) {
    walker.sweep([&] {
      walker.count();
      ++steps;
    });
    agree += walker.level() == levels.nearest(model->energy(walker.state())) ? 1 : 0;
  }
  CHECK(agree >= 999);  // an energy at the edge of two bins is in either of them
  Index visits = 0;
  double sum = 0;
  for (Index level = walker.table().begin(); level < walker.table().end(); ++level) {
    const LevelTable::Entry& entry = walker.table()[level];
    visits += entry.visits;
    sum += static_cast<double>(entry.visits) * walker.table().mean_energy(level);
    if (entry.visits > 0) {
      REQUIRE(std::abs(walker.table().mean_energy(level) - levels.middle(level)) <= 0.0051);
    }
  }
  CHECK(visits == steps);
  CHECK(steps == 16'000);
  CHECK(std::abs(sum / static_cast<double>(visits)) < 0.5);  // at T = ∞: equal weights
}

TEST_CASE("a walk finds its way into a range or says that it did not") {
  const auto model = three_spins();
  const EnergyLevels ground = EnergyLevels::at_steps(0, 2, {-100, -6});
  for (std::uint64_t stream = 0; stream < 20; ++stream) {
    const LevelWalker<Fields> walker(Fields(model), LevelTable(ground, 0), RandomStream(7, stream), 1000);
    CHECK(model->energy(walker.state()) <= -6);
  }
  const EnergyLevels none = EnergyLevels::at_steps(0, 2, {-100, -8});
  CHECK_THROWS_WITH(LevelWalker<Fields>(Fields(model), LevelTable(none, 0), RandomStream(7, 0), 1000),
                    ContainsSubstring("between -100 and -8 was met in 1000 sweeps"));
}

TEST_CASE("an energy off the levels is not taken for its neighbour") {
  LevelWalker<Fields> walker(Fields(three_spins()), LevelTable(EnergyLevels::at_steps(0, 3, {}), 0),
                             RandomStream(7, 0), 10);
  CHECK_THROWS_WITH(walker.sweep([] {}), ContainsSubstring("off the levels"));
}
