#include "onedial/problem/vertex_set.hpp"

#include <algorithm>
#include <limits>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/enumerate.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

using Rule = VertexSet::Rule;

/// Ten vertices, any two of them joined with probability 0.35.
Graph random_graph(std::uint64_t seed, Index vertices = 10) {
  RandomStream random(seed, 0);
  Graph graph{.source = "random", .first_index = 1, .vertices = vertices};
  for (Index v = 0; v < vertices; ++v) {
    for (Index w = v + 1; w < vertices; ++w) {
      if (uniform01(random) < 0.35) {
        graph.edges.push_back({.first = v, .second = w});
      }
    }
  }
  return graph;
}

State bits(std::size_t k, Index size) {
  State state;
  for (Index i = 0; i < size; ++i) {
    state.push_back(static_cast<Level>(k >> i & 1U));
  }
  return state;
}

}  // namespace

TEST_CASE("the energy of a vertex set is its objective, and every violated edge costs the penalty") {
  for (const Rule rule : {Rule::independent, Rule::cover}) {
    const VertexSet problem(random_graph(1), rule);
    const double penalty = 1.5;
    const auto energies = enumerate(pairwise_model(problem.encode({.penalty = penalty})));
    for (std::size_t k = 0; k < energies.size(); ++k) {
      const State answer = bits(k, 10);
      double violated = 0;
      for (const Graph::Edge& edge : problem.graph().edges) {
        const int ends =
            answer[static_cast<std::size_t>(edge.first)] + answer[static_cast<std::size_t>(edge.second)];
        violated += ends == (rule == Rule::independent ? 2 : 0) ? 1 : 0;
      }
      const Evaluation worth = problem.evaluate(answer);
      REQUIRE(worth.feasible == (violated == 0));
      REQUIRE(worth.objective == static_cast<double>(std::count(answer.begin(), answer.end(), 1)));
      REQUIRE(energies[k] == Approx(problem.energy_of(worth.objective) + penalty * violated).margin(1e-12));
    }
  }
}

TEST_CASE("no state that violates an edge is a minimum where the penalty is above 1") {
  for (const Rule rule : {Rule::independent, Rule::cover}) {
    for (const double penalty : {1.01, 2.0}) {
      const VertexSet problem(random_graph(2), rule);
      const auto energies = enumerate(pairwise_model(problem.encode({.penalty = penalty})));
      for (std::size_t k = 0; k < energies.size(); ++k) {
        if (problem.evaluate(bits(k, 10)).feasible) {
          continue;
        }
        double least_neighbour = std::numeric_limits<double>::infinity();
        for (std::size_t bit = 0; bit < 10; ++bit) {
          least_neighbour = std::min(least_neighbour, energies[k ^ (std::size_t{1} << bit)]);
        }
        REQUIRE(least_neighbour < energies[k] - 1e-9);
      }
    }
  }
  // Below 1 two neighbours are better than one of them.
  const VertexSet pair({.source = "pair", .vertices = 2, .edges = {{0, 1}}}, Rule::independent);
  const Encoding weak = pair.encode({.penalty = 0.5});
  CHECK(pairwise_model(weak)->energy({1, 1}) < pairwise_model(weak)->energy({1, 0}));
  CHECK_THAT(weak.penalty_text, ContainsSubstring("not above 1"));
  CHECK(pair.encode({}).penalty_text == "penalty 2, above 1: no violation pays");
}

TEST_CASE("the largest independent set and the smallest cover leave each other out") {
  const Graph graph = random_graph(3);
  const VertexSet independent(graph, Rule::independent);
  const VertexSet cover(graph, Rule::cover);
  double largest = 0;
  double smallest = 10;
  for (std::size_t k = 0; k < 1024; ++k) {
    const State answer = bits(k, 10);
    State rest = answer;
    for (Level& bit : rest) {
      bit = 1 - bit;
    }
    REQUIRE(independent.evaluate(answer).feasible == cover.evaluate(rest).feasible);
    if (independent.evaluate(answer).feasible) {
      largest = std::max(largest, independent.evaluate(answer).objective);
    }
    if (cover.evaluate(answer).feasible) {
      smallest = std::min(smallest, cover.evaluate(answer).objective);
    }
  }
  CHECK(largest + smallest == 10);
  const auto ground = [](const VertexSet& problem) {
    const auto energies = enumerate(pairwise_model(problem.encode({})));
    return *std::min_element(energies.begin(), energies.end());
  };
  CHECK(ground(independent) == -largest);
  CHECK(ground(cover) == smallest);
}

TEST_CASE("repair mends every answer, leaves nothing free, and keeps what is feasible") {
  for (const Rule rule : {Rule::independent, Rule::cover}) {
    const VertexSet problem(random_graph(4), rule);
    for (std::size_t k = 0; k < 1024; ++k) {
      const State answer = bits(k, 10);
      const auto mended = problem.repaired(answer);
      REQUIRE(mended);
      if (problem.evaluate(answer).feasible) {
        REQUIRE(*mended == answer);
        continue;
      }
      REQUIRE(problem.evaluate(*mended).feasible);
      for (std::size_t v = 0; v < 10; ++v) {  // no vertex more, or less, is possible
        State more = *mended;
        const Level better = rule == Rule::independent ? 1 : 0;
        if (more[v] != better) {
          more[v] = better;
          REQUIRE(!problem.evaluate(more).feasible);
        }
      }
    }
  }
}

TEST_CASE("an answer says which edge it violates, and answers are written as vertices and bits") {
  const Graph path{.source = "path", .first_index = 1, .vertices = 4, .edges = {{0, 1}, {1, 2}, {2, 3}}};
  const VertexSet independent(path, Rule::independent);
  CHECK(independent.evaluate({1, 1, 0, 1}).violation == "edge 1-2 has both ends in the set");
  CHECK(independent.evaluate({1, 1, 1, 0}).violation == "edge 1-2 has both ends in the set, and 1 more");
  CHECK(independent.size_text() == "4 vertices, 3 edges");
  const VertexSet cover(path, Rule::cover);
  CHECK(cover.evaluate({1, 0, 0, 1}).violation == "edge 2-3 has no end in the cover");
  CHECK(cover.evaluate({0, 1, 1, 0}).feasible);
  CHECK(cover.answer_text({0, 1, 1, 0}) == "1 0\n2 1\n3 1\n4 0\n");
  const ScratchDirectory scratch;
  CHECK(cover.read_answer(scratch.write("s.txt", "4 0\n3 1\n2 1\n1 0\n")) == State{0, 1, 1, 0});
  const auto picture = independent.picture({1, 1, 0, 1});
  REQUIRE(picture);
  CHECK(picture->lines[0].is_violated);
  CHECK(!picture->lines[1].is_violated);
  CHECK(picture->dots[2].group == -1);
  CHECK(picture->caption == "size 3");
  CHECK_THROWS_AS(cover.evaluate({1}), std::invalid_argument);
  CHECK_THROWS_AS(cover.encode({.name = "bits"}), std::invalid_argument);
}
