#include "onedial/problem/problem.hpp"

#include <bit>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/enumerate.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string instances = ONEDIAL_SOURCE_DIR "/configs/instances/";

Problem load(std::string_view kind, const std::string& text,
             std::optional<InstanceFormat> format = std::nullopt) {
  const ScratchDirectory scratch;
  return load_problem(kind, scratch.write("instance", text), format);
}

std::string error_of(std::string_view kind, const std::string& text,
                     std::optional<InstanceFormat> format = std::nullopt) {
  const std::string message = message_of<InputError>([&] { model(load(kind, text, format)); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

/// The objective of every state, by the model and by the problem itself.
void check_model_against_evaluation(const Problem& problem) {
  const auto energies = enumerate(std::make_shared<const PairwiseModel>(model(problem)));
  const Index units = terms(problem).units();
  REQUIRE(energies.size() == std::size_t{1} << static_cast<unsigned>(units));
  State state(static_cast<std::size_t>(units));
  for (std::size_t k = 0; k < energies.size(); ++k) {
    for (std::size_t i = 0; i < state.size(); ++i) {
      state[i] = static_cast<Level>(k >> i & 1U);
    }
    REQUIRE(energy_and_objective(problem, energies[k]) ==
            Approx(evaluate(problem, state).objective).margin(1e-12));
  }
}

}  // namespace

TEST_CASE("the energy of a cut is the cut with its sign turned, exactly") {
  const Problem triangle = load("max_cut", "3 3\n1 2 1\n1 3 -2.5\n2 3 4\n");
  check_model_against_evaluation(triangle);
  CHECK(evaluate(triangle, {0, 0, 0}).objective == 0);
  CHECK(evaluate(triangle, {0, 1, 0}).objective == 5);
  CHECK(evaluate(triangle, {1, 0, 0}).objective == -1.5);

  const Problem g1 = load_problem("max_cut", instances + "G1.txt");
  CHECK(terms(g1).units() == 800);
  CHECK(terms(g1).coupling_count() == 19176);
  const PairwiseModel spins = model(g1);
  RandomStream random(1, 0);
  for (int trial = 0; trial < 100; ++trial) {
    State state(800);
    for (Level& level : state) {
      level = static_cast<Level>(random() >> 63U);
    }
    REQUIRE(spins.energy(state) == -evaluate(g1, state).objective);
  }
}

TEST_CASE("all formats of one graph give one problem") {
  const std::vector<std::string> forms = {"4 3\n1 2 1.5\n4 3 -1\n2 3 2\n", "0 1 1.5\n3 2 -1\n1 2 2\n",
                                          "0 1.5 0 0\n1.5 0 2 0\n0 2 0 -1\n0 0 -1 0\n"};
  for (const std::string& form : forms) {
    const Problem problem = load("max_cut", form);
    check_model_against_evaluation(problem);
    CHECK(evaluate(problem, {0, 1, 1, 0}).objective == 0.5);
  }
}

TEST_CASE("entries off the diagonal count as each format of a QUBO defines it") {
  const State both = {1, 1};
  CHECK(evaluate(load("qubo", "2 3\n1 1 -1\n1 2 10\n2 2 4\n"), both).objective == 23);
  CHECK(evaluate(load("qubo", "0 0 -1\n0 1 10\n1 1 4\n"), both).objective == 13);
  CHECK(evaluate(load("qubo", "-1 10\n0 4\n", InstanceFormat::matrix), both).objective == 13);
  CHECK(evaluate(load("qubo", "-1 10\n3 4\n", InstanceFormat::matrix), both).objective == 16);
  for (const char* text : {"3 4\n1 1 -1\n1 2 10\n2 2 4\n3 1 7\n", "0 0 -1\n0 1 10\n1 1 4\n2 0 7\n",
                           "-1 10 0 1\n3 4 0.5 0\n0 0 0 0\n 1 2 3 4\n"}) {
    check_model_against_evaluation(load("qubo", text));
  }
}

TEST_CASE("couplings and biases of an Ising model have opposite signs") {
  const State aligned = {1, 1};
  CHECK(evaluate(load("ising", "2 1\n1 2 3\n"), aligned).objective == -3);
  CHECK(evaluate(load("ising", "2 2\n1 1 0.5\n1 2 3\n"), aligned).objective == -3.5);
  CHECK(evaluate(load("ising", "0 1 3\n0 0 0.5\n"), aligned).objective == 3.5);
  CHECK(evaluate(load("ising", "0.5 3\n3 0\n", InstanceFormat::matrix), aligned).objective == -3.5);
  check_model_against_evaluation(load("ising", "3 4\n1 1 -1\n1 2 10\n2 2 4\n3 1 7\n"));
  check_model_against_evaluation(load("ising", "# vartype=SPIN\n0 0 -1\n0 1 10\n1 1 4\n2 0 7\n"));
}

TEST_CASE("instances that make no sense for a problem are refused") {
  CHECK(error_of("max_cut", "3 2\n1 2 1\n3 3 1\n") ==
        "instance:3: an edge from vertex 3 to itself; Max-Cut has none, kind \"qubo\" takes such entries as "
        "linear terms");
  CHECK(error_of("max_cut", "0 0 0 2\n0 0 0 0\n0 0 0 0\n1 0 0 0\n") ==
        "instance:1: entry (1, 4) = 2 differs from its mirror; a symmetric matrix is expected");
  CHECK(error_of("ising", "0 0 0 2\n0 0 0 0\n0 0 0 0\n0 0 0 0\n") ==
        "instance:1: entry (1, 4) = 2 differs from its mirror; a symmetric matrix is expected");
  CHECK(error_of("qubo", "# vartype=SPIN\n0 1 1\n") == "instance: is a model of spins; use kind = \"ising\"");
  CHECK(error_of("ising", "# vartype=BINARY\n0 1 1\n") ==
        "instance: is a model of bits; use kind = \"qubo\"");
  for (const char* kind : {"max_cut", "qubo", "ising"}) {
    CHECK_THAT(error_of(kind, "3 2\n1 2 1.7e308\n2 3 1.7e308\n"), ContainsSubstring("instance: "));
  }
  CHECK_THROWS_AS(load("tsp", "0 1 1\n"), std::invalid_argument);
  CHECK_THROWS_AS(evaluate(load("qubo", "0 1 1\n"), {1}), std::invalid_argument);
}

TEST_CASE("a graph without edges is a problem too") {
  const Problem problem = load("max_cut", "3 0\n");
  CHECK(evaluate(problem, {0, 1, 0}).objective == 0);
  CHECK(model(problem).energy({0, 1, 0}) == 0);
}
