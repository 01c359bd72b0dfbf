#include "onedial/problem/graph_colouring.hpp"

#include <algorithm>
#include <limits>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/model/enumerate.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

/// A wheel: a hub joined to a ring of `spokes` vertices. It needs 3 colours if the ring is even, else 4.
Graph wheel(Index spokes) {
  Graph graph{.source = "wheel", .first_index = 1, .vertices = spokes + 1};
  for (Index v = 1; v <= spokes; ++v) {
    graph.edges.push_back({.first = 0, .second = v});
  }
  for (Index v = 1; v < spokes; ++v) {
    graph.edges.push_back({.first = v, .second = v + 1});
  }
  graph.edges.push_back({.first = 1, .second = spokes});
  return graph;
}

std::shared_ptr<const PottsModel> potts(const Encoding& encoding) {
  return std::get<std::shared_ptr<const PottsModel>>(encoding.model);
}

State digits(std::size_t k, Level base, Index size) {
  State state;
  for (Index i = 0; i < size; ++i) {
    state.push_back(static_cast<Level>(k % static_cast<std::size_t>(base)));
    k /= static_cast<std::size_t>(base);
  }
  return state;
}

}  // namespace

TEST_CASE("the Potts model of a colouring counts conflicts") {
  const GraphColouring problem(wheel(4), 3);
  const Encoding encoding = problem.encode({});
  CHECK(encoding.name == "levels");
  for (std::size_t k = 0; k < 243; ++k) {
    const State state = digits(k, 3, 5);
    const State answer = encoding.decode(state);
    REQUIRE(potts(encoding)->energy(state) == problem.evaluate(answer).objective);
    REQUIRE(encoding.encode(answer) == state);
  }
  CHECK(problem.evaluate({0, 1, 2, 1, 2}).feasible);
  CHECK(problem.remark({0, 1, 2, 1, 2}) == "3 colours used");
  const Evaluation bad = problem.evaluate({0, 0, 2, 0, 2});
  CHECK(!bad.feasible);
  CHECK(bad.objective == 2);
  CHECK(bad.violation == "edge 1-2 has colour 1 at both ends, and 1 more");
  const Evaluation without = problem.evaluate({0, 1, 2, 1, Problem::undecided});
  CHECK(!without.feasible);
  CHECK(without.violation == "vertex 5 has no colour");
  CHECK_THROWS_AS(problem.evaluate({0, 1}), std::invalid_argument);
}

TEST_CASE("the ground states of the QUBO of a colouring are its best colourings and nothing else") {
  // An odd wheel has no colouring of 2 or 3 colours: conflicts remain, and must not pay for missing colours.
  for (const auto& [spokes, colours] : {std::pair<Index, Level>{5, 3}, {4, 3}, {7, 2}}) {
    const GraphColouring problem(wheel(spokes), colours);
    const Encoding levels = problem.encode({});
    const Encoding qubo = problem.encode({.name = "qubo"});
    const Index vertices = spokes + 1;
    std::size_t colourings = 1;
    for (Index v = 0; v < vertices; ++v) {
      colourings *= static_cast<std::size_t>(colours);
    }
    double least = std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    for (std::size_t k = 0; k < colourings; ++k) {
      const State answer = digits(k, colours, vertices);
      const double conflicts = potts(levels)->energy(answer);
      REQUIRE(pairwise_model(qubo)->energy(qubo.encode(answer)) == Approx(conflicts).margin(1e-12));
      REQUIRE(qubo.decode(qubo.encode(answer)) == answer);
      best = conflicts < least ? 1 : best + (conflicts == least ? 1 : 0);
      least = std::min(least, conflicts);
    }
    INFO(spokes << " spokes, " << colours << " colours");
    const auto energies = enumerate(pairwise_model(qubo));
    REQUIRE(units(qubo) == vertices * colours);
    const double ground = *std::min_element(energies.begin(), energies.end());
    CHECK(ground == Approx(least).margin(1e-9));
    CHECK(std::count_if(energies.begin(), energies.end(), [&](double e) { return e < least + 0.5; }) ==
          static_cast<std::ptrdiff_t>(best));
  }
}

TEST_CASE("a penalty for missing colours that is too small says so, and lets vertices go without") {
  const GraphColouring problem(wheel(5), 2);
  const Encoding weak = problem.encode({.name = "qubo", .penalty = 0.5});
  CHECK_THAT(weak.penalty_text, ContainsSubstring("penalty 0.5, not above 2"));
  const auto energies = enumerate(pairwise_model(weak));
  const auto ground = std::min_element(energies.begin(), energies.end()) - energies.begin();
  State state;
  for (Index bit = 0; bit < 12; ++bit) {
    state.push_back(static_cast<Level>(ground >> bit & 1));
  }
  const State answer = weak.decode(state);
  CHECK(std::count(answer.begin(), answer.end(), Problem::undecided) > 0);
  CHECK_THAT(problem.encode({.name = "qubo"}).penalty_text, ContainsSubstring("penalty 3, above"));
  CHECK_THROWS_AS(problem.encode({.name = "levels", .penalty = 1}), std::invalid_argument);
  CHECK_THROWS_AS(problem.encode({.name = "spins"}), std::invalid_argument);
  CHECK_THROWS_AS(GraphColouring(wheel(5)).encode({}), std::invalid_argument);
  CHECK_THROWS_AS(GraphColouring(wheel(5), 1), std::invalid_argument);
}

TEST_CASE("a vertex has the colour of the only one of its bits that is set") {
  const GraphColouring problem(wheel(3), 2);
  const Encoding qubo = problem.encode({.name = "qubo"});
  const Level none = Problem::undecided;
  CHECK(qubo.decode({1, 0, 0, 1, 0, 0, 1, 1}) == State{0, 1, none, none});
}

TEST_CASE("colourings are written and read as vertices and colours from 1") {
  const ScratchDirectory scratch;
  const GraphColouring problem(wheel(3), 4);
  const State answer = {0, 3, Problem::undecided, 2};
  CHECK(problem.answer_text(answer) == "1 1\n2 4\n3 0\n4 3\n");
  const auto read = [&](const GraphColouring& task, const std::string& text) {
    return task.read_answer(scratch.write("s.txt", text));
  };
  CHECK(read(problem, problem.answer_text(answer)) == answer);
  CHECK(read(problem, "4 3\n1 1\n3 0\n2 4\n") == answer);
  CHECK(read(GraphColouring(wheel(3)), "1 100\n2 4\n3 7\n4 3\n") == State{99, 3, 6, 2});
  const auto error_of = [&](const std::string& text) {
    const std::string message = message_of<InputError>([&] { read(problem, text); });
    return message.substr(message.find_last_of('/') + 1);
  };
  CHECK(error_of("1 5\n") == "s.txt:1: colour 5 does not exist; 1 to 4 are expected, or 0 for none");
  CHECK(error_of("1 -1\n") == "s.txt:1: colour -1 does not exist; 1 to 4 are expected, or 0 for none");
  CHECK(error_of("1 1\n2 2\n") == "s.txt: gives 2 of 4 vertices; all are expected");
  CHECK(error_of("5 1\n") == "s.txt:1: vertex 5 does not exist; vertices are numbered from 1 to 4");
}

TEST_CASE("the picture of a colouring has its vertices apart and marks conflicts") {
  const GraphColouring problem(wheel(5), 4);
  const auto picture = problem.picture({0, 1, 2, 1, 2, 1});
  REQUIRE(picture);
  REQUIRE(picture->dots.size() == 6);
  REQUIRE(picture->lines.size() == 10);
  CHECK(picture->dots[3].group == 1);
  CHECK(picture->dots[3].label == "4");
  CHECK(std::count_if(picture->lines.begin(), picture->lines.end(),
                      [](const Picture::Line& line) { return line.is_violated; }) == 1);
  CHECK(picture->lines.back().is_violated);  // 2-6, which closes the ring
  CHECK_THAT(picture->caption, ContainsSubstring("3 colours used, 1 conflict"));
  for (std::size_t a = 0; a < 6; ++a) {
    const Picture::Dot& dot = picture->dots[a];
    CHECK((dot.x >= 0 && dot.x <= 1 && dot.y >= 0 && dot.y <= 1));
    for (std::size_t b = 0; b < a; ++b) {
      CHECK(std::abs(dot.x - picture->dots[b].x) + std::abs(dot.y - picture->dots[b].y) > 0.05);
    }
  }
  CHECK(problem.picture({0, 1, 2, 1, 2, 3})->dots[2].x == picture->dots[2].x);
  CHECK(!GraphColouring({.source = "many", .vertices = 1000}, 2).picture(State(1000, 0)));
  CHECK(GraphColouring({.source = "one", .vertices = 1}, 2).picture({0})->dots.front().x == 0.5);
}

TEST_CASE("a graph is what a file joins, whatever it weighs") {
  const ScratchDirectory scratch;
  const auto graph = [&](const std::string& text) {
    return graph_of(read_instance(scratch.write("g", text)));
  };
  CHECK(graph("3 2\n2 1 5\n3 2 -1\n").edges.size() == 2);
  CHECK(graph("3 2\n2 1 5\n3 2 0\n").edges.size() == 1);
  CHECK(graph("0 1 0 0\n1 0 0 0\n0 0 0 1\n0 0 1 0\n").edges.size() == 2);
  CHECK(graph("p edge 3 2\ne 3 2\ne 2 1\n").edges.front().second == 1);
  CHECK_THROWS_WITH(graph("3 1\n2 2\n"), ContainsSubstring("g:2: an edge from vertex 2 to itself"));
  CHECK_THROWS_WITH(graph(R"({"type": "BinaryQuadraticModel", "variable_type": "SPIN", "num_variables": 1,
      "num_interactions": 0, "linear_biases": [0], "quadratic_biases": [], "quadratic_head": [],
      "quadratic_tail": [], "offset": 0})"),
                    ContainsSubstring("holds no graphs"));
}
