#include "onedial/model/spin_glass.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "onedial/model/enumerate.hpp"

using namespace onedial;

namespace {

std::vector<double> upper_triangle(const PairwiseModel& model) {
  std::vector<double> values;
  for (Index i = 0; i < model.size(); ++i) {
    for_each_coupling(model, i, [&](Index j, double coupling) {
      if (i < j) {
        values.push_back(coupling);
      }
    });
  }
  return values;
}

double moment(const std::vector<double>& values, int power) {
  double sum = 0;
  for (const double value : values) {
    sum += std::pow(value, power) / static_cast<double>(values.size());
  }
  return sum;
}

/// A graph of ferromagnetic bonds, as the set bits i + Nj of a word.
std::uint64_t graph_word(Index units, Index degree, std::uint64_t seed) {
  const PairwiseModel model =
      random_regular({.units = units, .degree = degree, .couplings = CouplingLaw::ferro, .seed = seed});
  std::uint64_t word = 0;
  for (Index i = 0; i < units; ++i) {
    for_each_coupling(model, i, [&](Index j, double) { word |= std::uint64_t{1} << (i + units * j); });
  }
  return word;
}

}  // namespace

TEST_CASE("a Sherrington-Kirkpatrick model couples every two spins by its law") {
  constexpr Index units = 200;
  const auto couplings = [](CouplingLaw law, std::uint64_t seed) {
    const PairwiseModel model =
        sherrington_kirkpatrick({.units = units, .couplings = law, .field = 0.25, .seed = seed});
    CHECK(model.fields() == Eigen::VectorXd::Constant(units, 0.25));
    CHECK(model.offset() == 0);
    return upper_triangle(model);
  };
  constexpr double pairs = 199 * 100;
  for (const CouplingLaw law : {CouplingLaw::gaussian, CouplingLaw::plus_minus}) {
    INFO(coupling_law_name(law));
    const auto drawn = couplings(law, 1);
    REQUIRE(std::ssize(drawn) == static_cast<Index>(pairs));
    CHECK(std::abs(moment(drawn, 1)) < 5 / std::sqrt(units * pairs));
    CHECK(drawn == couplings(law, 1));
    CHECK(drawn != couplings(law, 2));
  }
  const auto normal = couplings(CouplingLaw::gaussian, 1);
  CHECK(std::abs(units * moment(normal, 2) - 1) < 5 * std::sqrt(2 / pairs));
  CHECK(std::abs(units * units * moment(normal, 4) - 3) < 5 * std::sqrt(96 / pairs));
  for (const double coupling : couplings(CouplingLaw::plus_minus, 1)) {
    REQUIRE(std::abs(coupling) == 1 / std::sqrt(200.0));
  }
}

TEST_CASE("the Curie-Weiss model depends on the magnetisation alone") {
  constexpr Index units = 10;
  const double field = 0.3;
  const auto energies = enumerate(std::make_shared<const PairwiseModel>(curie_weiss(units, field)));
  for (std::size_t k = 0; k < energies.size(); ++k) {
    const double m = 2 * std::popcount(k) - 10;
    REQUIRE(energies[k] == Approx(-(m * m - 10) / 20 - field * m).margin(1e-13));
  }
}

TEST_CASE("every unit of a random regular graph has d neighbours, each once") {
  for (const auto& [units, degree] : std::vector<std::pair<Index, Index>>{{2, 1},
                                                                          {3, 2},
                                                                          {4, 1},
                                                                          {5, 2},
                                                                          {5, 4},
                                                                          {8, 3},
                                                                          {8, 5},
                                                                          {9, 4},
                                                                          {9, 6},
                                                                          {100, 3},
                                                                          {101, 50},
                                                                          {101, 60},
                                                                          {1000, 7}}) {
    INFO(units << " units of degree " << degree);
    const PairwiseModel model =
        random_regular({.units = units, .degree = degree, .couplings = CouplingLaw::ferro, .field = 0.5});
    CHECK(model.size() == units);
    CHECK(model.fields() == Eigen::VectorXd::Constant(units, 0.5));
    for (Index i = 0; i < units; ++i) {
      Index neighbours = 0;
      for_each_coupling(model, i, [&](Index, double coupling) {
        REQUIRE(coupling == 1);  // a bond that was drawn twice would be 2
        ++neighbours;
      });
      REQUIRE(neighbours == degree);
    }
  }
}

TEST_CASE("all regular graphs are equally likely") {
  // 60 hexagons and 10 pairs of triangles; the graphs of degree 3 are those that lack these bonds.
  for (const Index degree : {2, 3}) {
    INFO("degree " << degree);
    constexpr int draws = 7000;
    std::map<std::uint64_t, int> counts;
    for (int seed = 0; seed < draws; ++seed) {
      ++counts[graph_word(6, degree, static_cast<std::uint64_t>(seed))];
    }
    REQUIRE(counts.size() == 70);
    double chi_squared = 0;
    for (const auto& [graph, count] : counts) {
      chi_squared += std::pow(count - draws / 70.0, 2) / (draws / 70.0);
    }
    CHECK(std::abs(chi_squared - 69) < 5 * std::sqrt(2 * 69.0));
  }
}

TEST_CASE("nothing is left of the ring that a random regular graph starts from") {
  // Of degree 4, the ring of 200 has 200 triangles; random graphs have (d − 1)³/6 = 4.5, Poisson distributed.
  constexpr Index units = 200;
  constexpr int graphs = 400;
  double triangles = 0;
  double ring_bonds = 0;
  for (int seed = 0; seed < graphs; ++seed) {
    const PairwiseModel model = random_regular({.units = units,
                                                .degree = 4,
                                                .couplings = CouplingLaw::ferro,
                                                .seed = static_cast<std::uint64_t>(seed)});
    const auto& matrix = std::get<PairwiseModel::Sparse>(model.couplings());
    const PairwiseModel::Sparse squared = matrix * matrix;
    triangles += squared.cwiseProduct(matrix).sum() / 6;
    for (Index i = 0; i + 1 < units; ++i) {
      ring_bonds += matrix.coeff(i, i + 1);
    }
  }
  CHECK(std::abs(triangles / graphs - 4.5) < 5 * std::sqrt(4.5 / graphs));
  constexpr double expected = 4;  // N − 1 places, each a bond with probability d/(N − 1)
  CHECK(std::abs(ring_bonds / graphs - expected) < 5 * std::sqrt(expected / graphs));
}

TEST_CASE("the few bonds that dense regular graphs lack are random too") {
  // Of degree N − 2, the ring lacks the bond from each unit to the opposite one; random graphs lack any other
  // bond with the same probability, 1/(N − 1).
  constexpr Index units = 40;
  constexpr int graphs = 200;
  double opposite = 0;
  for (int seed = 0; seed < graphs; ++seed) {
    const PairwiseModel model = random_regular({.units = units,
                                                .degree = units - 2,
                                                .couplings = CouplingLaw::ferro,
                                                .seed = static_cast<std::uint64_t>(seed)});
    const auto& matrix = std::get<PairwiseModel::Sparse>(model.couplings());
    for (Index i = 0; i < units / 2; ++i) {
      opposite += 1 - matrix.coeff(i, i + units / 2);
    }
  }
  constexpr double expected = 20.0 / 39;
  CHECK(std::abs(opposite / graphs - expected) < 5 * std::sqrt(expected / graphs));
}

TEST_CASE("couplings on a random regular graph follow their law, their seed and their graph") {
  const auto couplings = [](CouplingLaw law, std::uint64_t seed) {
    return upper_triangle(random_regular({.units = 2000, .degree = 6, .couplings = law, .seed = seed}));
  };
  for (const double coupling : couplings(CouplingLaw::antiferro, 1)) {
    REQUIRE(coupling == -1);
  }
  const auto glass = couplings(CouplingLaw::plus_minus, 1);
  REQUIRE(glass.size() == 6000);
  CHECK(moment(glass, 2) == Approx(1));
  CHECK(std::abs(moment(glass, 1)) < 5 / std::sqrt(6000));
  const auto normal = couplings(CouplingLaw::gaussian, 1);
  CHECK(std::abs(moment(normal, 2) - 1) < 5 * std::sqrt(2.0 / 6000));
  CHECK(normal == couplings(CouplingLaw::gaussian, 1));
  CHECK(normal != couplings(CouplingLaw::gaussian, 2));
  CHECK(graph_word(8, 3, 1) != graph_word(8, 3, 2));
}

TEST_CASE("spin glasses that cannot be are refused") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(sherrington_kirkpatrick({.units = 1}), ContainsSubstring("units (1) must be at least 2"));
  CHECK_THROWS_WITH(sherrington_kirkpatrick({.couplings = CouplingLaw::ferro}),
                    ContainsSubstring("couplings (ferro)"));
  CHECK_THROWS_WITH(sherrington_kirkpatrick({.couplings = CouplingLaw::antiferro}),
                    ContainsSubstring("must be gaussian or plus_minus"));
  CHECK_THROWS_AS(sherrington_kirkpatrick({.field = infinity}), std::invalid_argument);
  CHECK_THROWS_WITH(curie_weiss(0, 0), ContainsSubstring("units (0) must be at least 2"));
  CHECK_THROWS_AS(curie_weiss(4, infinity), std::invalid_argument);
  CHECK_THROWS_WITH(random_regular({.units = 1}), ContainsSubstring("units (1) must be at least 2"));
  CHECK_THROWS_WITH(random_regular({.units = Index{1} << 31}), ContainsSubstring("must be at most 2^31 - 1"));
  CHECK_THROWS_WITH(random_regular({.degree = 0}), ContainsSubstring("degree (0) must be at least 1"));
  CHECK_THROWS_WITH(random_regular({.units = 4, .degree = 4}),
                    ContainsSubstring("degree (4) must be less than units (4)"));
  CHECK_THROWS_WITH(random_regular({.units = 5, .degree = 3}),
                    ContainsSubstring("units (5) times degree (3) must be even"));
  CHECK_THROWS_AS(random_regular({.field = infinity}), std::invalid_argument);
}
