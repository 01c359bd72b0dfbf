#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const ScratchDirectory& scratch() {
  static const ScratchDirectory directory;
  return directory;
}

std::shared_ptr<const Problem> load(std::string_view kind, const std::string& text) {
  return load_problem(kind, scratch().write("instance", text));
}

State read(const std::shared_ptr<const Problem>& problem, const std::string& text) {
  return problem->read_answer(scratch().write("solution.txt", text));
}

std::string error_of(const std::shared_ptr<const Problem>& problem, const std::string& text) {
  const std::string message = message_of<InputError>([&] { read(problem, text); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

}  // namespace

TEST_CASE("solutions count units as their instance does, and name values of its domain") {
  const State state = {1, 0, 1};
  const auto cut = load("max_cut", "3 1\n1 2\n");
  CHECK(cut->answer_text(state) == "1 1\n2 -1\n3 1\n");
  const auto qubo = load("qubo", "0 1 2\n2 2 1\n");
  CHECK(qubo->answer_text(state) == "0 1\n1 0\n2 1\n");
  const auto ising = load("ising", "0 1 2\n2 2 1\n");
  CHECK(ising->answer_text(state) == "0 1\n1 -1\n2 1\n");
  for (const auto& problem : {cut, qubo, ising}) {
    CHECK(read(problem, problem->answer_text(state)) == state);
  }
}

TEST_CASE("solutions may come in any order, and cuts as bits too") {
  const auto cut = load("max_cut", "3 1\n1 2\n");
  CHECK(read(cut, "# sides\n3 1\n1 1\n\n2 -1\n") == State{1, 0, 1});
  CHECK(read(cut, "1 1\n2 0\n3 1\n") == State{1, 0, 1});
}

TEST_CASE("what is wrong with a solution is said with its line") {
  const auto cut = load("max_cut", "3 1\n1 2\n");
  CHECK(error_of(cut, "1 1\n2 0\n3 -1\n") == "solution.txt:3: the value -1 does not fit; 0 or 1 is expected");
  CHECK(error_of(cut, "1 2\n") ==
        "solution.txt:1: the value 2 does not fit; 0 or 1, or else -1 or 1, is expected");
  CHECK(error_of(cut, "1 1\n2 1\n") == "solution.txt: gives 2 of 3 units; all are expected");
  CHECK(error_of(cut, "") == "solution.txt: gives 0 of 3 units; all are expected");
  CHECK(error_of(cut, "1 1\n1 1\n") == "solution.txt:2: unit 1 was given before; each is expected once");
  CHECK(error_of(cut, "0 1\n") == "solution.txt:1: unit 0 does not exist; units are numbered from 1 to 3");
  CHECK(error_of(cut, "4 1\n") == "solution.txt:1: unit 4 does not exist; units are numbered from 1 to 3");
  CHECK(error_of(cut, "1\n") == "solution.txt:1: 1 words; a unit and its value are expected");
  CHECK(error_of(cut, "1 up\n") == "solution.txt:1: value 'up' is not a whole number");
  CHECK(error_of(load("qubo", "0 1 2\n"), "0 -1\n") ==
        "solution.txt:1: the value -1 does not fit; 0 or 1 is expected");
  CHECK(error_of(load("ising", "0 1 2\n"), "0 0\n") ==
        "solution.txt:1: the value 0 does not fit; -1 or 1 is expected");
}
