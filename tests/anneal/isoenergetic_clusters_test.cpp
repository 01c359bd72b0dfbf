// The deterministic layer of isoenergetic cluster moves: all outcomes of the shipped code, for all pairs of
// states.
#include "onedial/anneal/isoenergetic_clusters.hpp"

#include <cmath>
#include <map>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/sample/kernel.hpp"
#include "sample/outcomes.hpp"

using namespace onedial;

namespace {

constexpr Index units = 6;
constexpr std::size_t states = 64;

/// A ring of five with a chord, and a unit that hangs on it: sparse, and frustrated.
PairwiseModel::Dense six_units() {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  const auto couple = [&](Index i, Index j, double value) { couplings(i, j) = couplings(j, i) = value; };
  couple(0, 1, 0.7);
  couple(1, 2, -1.1);
  couple(2, 3, 0.4);
  couple(3, 4, 0.9);
  couple(4, 0, -0.3);
  couple(1, 3, 0.5);
  couple(4, 5, -0.8);
  return couplings;
}

using Row = std::map<std::size_t, double>;  // probabilities of the pairs that a pair goes to

/// Row a + 64b of the transition matrix, from all outcomes of a move.
std::vector<Row> transition_rows(const PairwiseModel& model) {
  IsoenergeticClusters clusters(model);
  std::vector<Row> rows(states * states);
  for (std::size_t from = 0; from < rows.size(); ++from) {
    outcomes::Outcomes script;
    do {
      State a = outcomes::state_of(from % states, 2, units);
      State b = outcomes::state_of(from / states, 2, units);
      const State before = a;
      const auto cluster = clusters.exchange(a, b, script);
      const std::size_t to = outcomes::index_of(a, 2) + states * outcomes::index_of(b, 2);
      std::size_t flipped = 0;
      for (std::size_t i = 0; i < a.size(); ++i) {
        flipped += a[i] != before[i] ? 1U : 0U;
      }
      REQUIRE(flipped == cluster.size());
      rows[from][to] += script.probability();
    } while (script.next());
  }
  return rows;
}

struct Moves {
  Index changing = 0;     // pairs that some outcome changes
  double imbalance = 0;   // the largest |P(from, to) − P(to, from)|
  double gain = 0;        // the largest change of E + E'
  double difference = 0;  // the largest change of E
};

Moves examine(const PairwiseModel& model) {
  std::vector<double> energies;
  for (std::size_t k = 0; k < states; ++k) {
    energies.push_back(model.energy(outcomes::state_of(k, 2, units)));
  }
  const auto rows = transition_rows(model);
  Moves moves;
  for (std::size_t from = 0; from < rows.size(); ++from) {
    double total = 0;
    bool changes = false;
    for (const auto& [to, probability] : rows[from]) {
      total += probability;
      changes = changes || to != from;
      const auto back = rows[to].find(from);
      moves.imbalance =
          std::max(moves.imbalance, std::abs(probability - (back == rows[to].end() ? 0 : back->second)));
      const double first = energies[to % states] - energies[from % states];
      const double second = energies[to / states] - energies[from / states];
      moves.gain = std::max(moves.gain, std::abs(first + second));
      moves.difference = std::max(moves.difference, std::abs(first));
    }
    REQUIRE(total == Approx(1).epsilon(1e-14));
    moves.changing += changes ? 1 : 0;
  }
  return moves;
}

}  // namespace

// With E + E' kept and as probable a way back, every law P(a)P(b) of one temperature is left as it is.
TEST_CASE("cluster moves keep the energy of both replicas and come back as often as they go") {
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(units);
  const Eigen::VectorXd fields{{0.3, 0, -0.7, 0.2, 0, 1.1}};
  for (const Domain domain : {Domain::spin, Domain::binary}) {
    for (const Eigen::VectorXd& h : {none, fields}) {
      const Moves moves = examine(PairwiseModel(domain, six_units(), h, 1.5));
      CHECK(moves.imbalance < 1e-14);
      CHECK(moves.gain < 1e-13);
      CHECK(moves.difference > 1);
      CHECK(moves.changing > 1000);
    }
  }
}

TEST_CASE("without fields the smaller set is taken and with fields only the units that differ") {
  const PairwiseModel free(Domain::spin, six_units(), Eigen::VectorXd::Zero(units));
  const PairwiseModel held(Domain::spin, six_units(), Eigen::VectorXd::Constant(units, 0.1));
  // Units 1 and 5 are equal and do not touch: each is a cluster of its own. The other four are one cluster.
  const State a{0, 1, 0, 0, 1, 1};
  const State b{1, 1, 1, 1, 0, 1};
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    RandomStream random(seed, 0);
    RandomDecision decide(random);
    IsoenergeticClusters clusters(free);
    State c = a;
    State d = b;
    const auto cluster = clusters.exchange(c, d, decide);
    REQUIRE(cluster.size() == 1);
    CHECK((cluster[0] == 1 || cluster[0] == 5));
    CHECK(free.energy(c) + free.energy(d) == Approx(free.energy(a) + free.energy(b)).epsilon(1e-13));

    // In a field those that differ are all of one cluster: the replicas would only be exchanged.
    IsoenergeticClusters in_field(held);
    State e = a;
    State f = b;
    CHECK(in_field.exchange(e, f, decide).empty());
    CHECK(e == a);
    CHECK(f == b);
  }
}

TEST_CASE("equal replicas and reversed ones have nothing to exchange") {
  IsoenergeticClusters clusters(PairwiseModel(Domain::spin, six_units(), Eigen::VectorXd::Zero(units)));
  RandomStream random(1, 0);
  RandomDecision decide(random);
  State a{0, 1, 0, 0, 1, 1};
  State same = a;
  CHECK(clusters.exchange(a, same, decide).empty());
  State reversed{1, 0, 1, 1, 0, 0};
  CHECK(clusters.exchange(a, reversed, decide).empty());
}

TEST_CASE("the scale of the couplings is their root mean square in spins") {
  const PairwiseModel spins(Domain::spin, six_units(), Eigen::VectorXd::Zero(units));
  const double expected = std::sqrt((0.49 + 1.21 + 0.16 + 0.81 + 0.09 + 0.25 + 0.64) / 7);
  CHECK(coupling_scale(spins) == Approx(expected).epsilon(1e-14));
  CHECK(coupling_scale(spins.in_domain(Domain::binary)) == Approx(expected).epsilon(1e-14));
  CHECK(coupling_scale(ising_lattice({.length = 4})) == 1);
  CHECK(coupling_scale(
            PairwiseModel(Domain::spin, PairwiseModel::Dense::Zero(2, 2), Eigen::VectorXd::Zero(2))) == 0);
}
