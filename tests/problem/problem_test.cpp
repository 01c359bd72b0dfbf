#include "onedial/problem/load_problem.hpp"

#include <bit>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/pair_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string instances = ONEDIAL_SOURCE_DIR "/configs/instances/";

std::shared_ptr<const Problem> load(std::string_view kind, const std::string& text,
                                    std::optional<InstanceFormat> format = std::nullopt) {
  const ScratchDirectory scratch;
  return load_problem(kind, scratch.write("instance", text), format);
}

std::string error_of(std::string_view kind, const std::string& text,
                     std::optional<InstanceFormat> format = std::nullopt) {
  const std::string message = message_of<InputError>([&] { load(kind, text, format)->encode({}); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

/// The objective of every state, by the model and by the problem itself.
void check_model_against_evaluation(const Problem& problem) {
  const auto energies = enumerate(pairwise_model(problem.encode({})));
  const Index units = onedial::units(problem.encode({}));
  REQUIRE(energies.size() == std::size_t{1} << static_cast<unsigned>(units));
  State state(static_cast<std::size_t>(units));
  for (std::size_t k = 0; k < energies.size(); ++k) {
    for (std::size_t i = 0; i < state.size(); ++i) {
      state[i] = static_cast<Level>(k >> i & 1U);
    }
    REQUIRE(energies[k] == Approx(problem.energy_of(problem.evaluate(state).objective)).margin(1e-12));
  }
}

}  // namespace

TEST_CASE("the energy of a cut is the cut with its sign turned, exactly") {
  const auto triangle = load("max_cut", "3 3\n1 2 1\n1 3 -2.5\n2 3 4\n");
  check_model_against_evaluation(*triangle);
  CHECK(triangle->evaluate({0, 0, 0}).objective == 0);
  CHECK(triangle->evaluate({0, 1, 0}).objective == 5);
  CHECK(triangle->evaluate({1, 0, 0}).objective == -1.5);

  const auto g1 = load_problem("max_cut", instances + "G1.txt");
  CHECK(units(g1->encode({})) == 800);
  CHECK(coupling_count(g1->encode({})) == 19176);
  const auto spins = pairwise_model(g1->encode({}));
  RandomStream random(1, 0);
  for (int trial = 0; trial < 100; ++trial) {
    State state(800);
    for (Level& level : state) {
      level = static_cast<Level>(random() >> 63U);
    }
    REQUIRE(spins->energy(state) == -g1->evaluate(state).objective);
  }
}

TEST_CASE("all formats of one graph give one problem") {
  const std::vector<std::string> forms = {"4 3\n1 2 1.5\n4 3 -1\n2 3 2\n", "0 1 1.5\n3 2 -1\n1 2 2\n",
                                          "0 1.5 0 0\n1.5 0 2 0\n0 2 0 -1\n0 0 -1 0\n"};
  for (const std::string& form : forms) {
    const auto problem = load("max_cut", form);
    check_model_against_evaluation(*problem);
    CHECK(problem->evaluate({0, 1, 1, 0}).objective == 0.5);
  }
}

TEST_CASE("entries off the diagonal count as each format of a QUBO defines it") {
  const State both = {1, 1};
  CHECK(load("qubo", "2 3\n1 1 -1\n1 2 10\n2 2 4\n")->evaluate(both).objective == 23);
  CHECK(load("qubo", "0 0 -1\n0 1 10\n1 1 4\n")->evaluate(both).objective == 13);
  CHECK(load("qubo", "-1 10\n0 4\n", InstanceFormat::matrix)->evaluate(both).objective == 13);
  CHECK(load("qubo", "-1 10\n3 4\n", InstanceFormat::matrix)->evaluate(both).objective == 16);
  for (const char* text : {"3 4\n1 1 -1\n1 2 10\n2 2 4\n3 1 7\n", "0 0 -1\n0 1 10\n1 1 4\n2 0 7\n",
                           "-1 10 0 1\n3 4 0.5 0\n0 0 0 0\n 1 2 3 4\n"}) {
    check_model_against_evaluation(*load("qubo", text));
  }
}

TEST_CASE("couplings and biases of an Ising model have opposite signs") {
  const State aligned = {1, 1};
  CHECK(load("ising", "2 1\n1 2 3\n")->evaluate(aligned).objective == -3);
  CHECK(load("ising", "2 2\n1 1 0.5\n1 2 3\n")->evaluate(aligned).objective == -3.5);
  CHECK(load("ising", "0 1 3\n0 0 0.5\n")->evaluate(aligned).objective == 3.5);
  CHECK(load("ising", "0.5 3\n3 0\n", InstanceFormat::matrix)->evaluate(aligned).objective == -3.5);
  check_model_against_evaluation(*load("ising", "3 4\n1 1 -1\n1 2 10\n2 2 4\n3 1 7\n"));
  check_model_against_evaluation(*load("ising", "# vartype=SPIN\n0 0 -1\n0 1 10\n1 1 4\n2 0 7\n"));
}

TEST_CASE("instances that make no sense for a problem are refused") {
  CHECK(error_of("max_cut", "3 2\n1 2 1\n3 3 1\n") ==
        "instance:3: an edge from vertex 3 to itself; a graph has none, kind \"qubo\" takes such entries as "
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
  CHECK_THROWS_AS(load("chess", "0 1 1\n"), std::invalid_argument);
  CHECK_THROWS_AS(load("qubo", "0 1 1\n")->evaluate({1}), std::invalid_argument);
}

TEST_CASE("a graph without edges is a problem too") {
  const auto problem = load("max_cut", "3 0\n");
  CHECK(problem->evaluate({0, 1, 0}).objective == 0);
  CHECK(pairwise_model(problem->encode({}))->energy({0, 1, 0}) == 0);
}
