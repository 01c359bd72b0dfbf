#include "onedial/problem/sudoku.hpp"

#include <algorithm>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

std::shared_ptr<const Problem> load(const std::string& text) {
  const ScratchDirectory scratch;
  return load_problem("sudoku", scratch.write("s.txt", text));
}

std::string error_of(const std::string& text) {
  const std::string message = message_of<InputError>([&] { load(text); });
  return message.substr(message.find_last_of('/') + 1);
}

/// Its only solution is `solved`.
const std::string small = "12..\n3.1.\n.14.\n4...\n";
const std::string solved = "1234\n3412\n2143\n4321\n";

State levels(const std::string& rows) {
  State state;
  for (const char c : rows) {
    if (c != '\n') {
      state.push_back(c == '.' ? Problem::undecided : c - '1');
    }
  }
  return state;
}

}  // namespace

TEST_CASE("a Sudoku is read with any line breaks, and open cells as points or zeros") {
  for (const std::string& text : {small, std::string("12003010\n01404000"),
                                  std::string("# a comment\n1 2 . .\n3 . 1 .\n. 1 4 .\n4 . . .\n")}) {
    const auto problem = load(text);
    CHECK(problem->size_text() == "4 x 4 cells, 9 open");
    CHECK(problem->evaluate(levels(solved)).feasible);
  }
  std::string large(256, '.');
  large[0] = 'G';
  large[1] = 'a';
  CHECK(load(large)->size_text() == "16 x 16 cells, 254 open");
  const auto nine = load_problem("sudoku", ONEDIAL_SOURCE_DIR "/configs/instances/sudoku_inkala.txt");
  CHECK(nine->size_text() == "9 x 9 cells, 60 open");
  CHECK(units(nine->encode({})) == 60);
  CHECK(units(nine->encode({.name = "qubo"})) == 540);
}

TEST_CASE("a Sudoku that is none is refused in one line") {
  CHECK(error_of("12..\n3.1.\n.14.\n4..\n") == "s.txt: holds 15 cells; 16, 81 or 256 are expected");
  CHECK(error_of("") == "s.txt: holds 0 cells; 16, 81 or 256 are expected");
  CHECK(error_of("12..\n3.1x\n") ==
        "s.txt:2: 'x' is no cell; digits from 1, A to G for 10 to 16, and . or 0 for an open cell are "
        "expected");
  CHECK(error_of("12..\n3.1.\n.54.\n4...\n") == "s.txt:3: the digit 5 is too high; 1 to 4 are expected");
  CHECK(
      error_of("12..\n3.1.\n.13.\n4.3.\n") ==
      "s.txt: cannot be solved, as row 3, column 3 and row 4, column 3 both hold 3 in what is given; all of "
      "them must differ");
  CHECK(error_of(solved) == "s.txt: has no open cell; at least one is expected");
  CHECK_THROWS_AS(Sudoku("here", State(15)), std::invalid_argument);
  CHECK_THROWS_AS(Sudoku("here", State(16, 4)), std::invalid_argument);
}

TEST_CASE("answers of a Sudoku are held against its rules and its givens") {
  const auto problem = load(small);
  CHECK(problem->evaluate(levels(solved)).feasible);
  const auto violation = [&](const std::string& rows) {
    const Evaluation worth = problem->evaluate(levels(rows));
    CHECK(!worth.feasible);
    return worth.violation;
  };
  CHECK(violation("1243\n3412\n2143\n4321\n") ==
        "row 1, column 3 and row 3, column 3 both hold 4, and 1 more");
  CHECK(violation("1234\n3412\n2143\n432.\n") == "row 4, column 4 is empty");
  // Another valid square, which is not the one that was asked for.
  CHECK(violation("2143\n4321\n1234\n3412\n") == "row 1, column 1 does not keep its 1");
  CHECK(violation("4234\n3412\n2143\n4321\n") == "row 1, column 1 does not keep its 1");
  CHECK(problem->evaluate(levels("1233\n3412\n2143\n4321\n")).objective == 2);  // in row and block
  CHECK(problem->evaluate(levels("2222\n3412\n2143\n4321\n")).objective == 6 + 1 + 1 + 1 + 1);
}

TEST_CASE("the models of a Sudoku give violations their price, and solutions the ground state") {
  const auto problem = load(small);
  const Encoding encoding = problem->encode({});
  const auto model = std::get<std::shared_ptr<const PottsModel>>(encoding.model);
  REQUIRE(model->size() == 9);
  State state(9, 0);
  std::size_t solutions = 0;
  for (std::size_t k = 0; k < (std::size_t{1} << 18U); ++k) {
    for (std::size_t i = 0; i < 9; ++i) {
      state[i] = static_cast<Level>(k >> (2 * i) & 3U);
    }
    const double energy = model->energy(state);
    if (k % 97 == 0 || energy == 0) {
      const State answer = encoding.decode(state);
      REQUIRE(energy == problem->evaluate(answer).objective);
      REQUIRE(encoding.encode(answer) == state);
    }
    solutions += energy == 0 ? 1 : 0;
  }
  CHECK(solutions == 1);

  // Five open cells of four bits: 2^20 states.
  const auto nearly = load("1234\n34..\n2...\n4321\n");
  const Encoding qubo = nearly->encode({.name = "qubo"});
  REQUIRE(units(qubo) == 20);
  const auto energies = enumerate(pairwise_model(qubo));
  const auto ground = std::min_element(energies.begin(), energies.end());
  CHECK(*ground == 0);
  CHECK(std::count_if(energies.begin(), energies.end(), [](double e) { return e < 0.5; }) == 1);
  State bits;
  for (Index bit = 0; bit < 20; ++bit) {
    bits.push_back(static_cast<Level>((ground - energies.begin()) >> bit & 1));
  }
  CHECK(qubo.decode(bits) == levels(solved));
  CHECK(pairwise_model(qubo)->energy(qubo.encode(levels("1234\n3422\n2143\n4321\n"))) ==
        nearly->evaluate(levels("1234\n3422\n2143\n4321\n")).objective);
}

TEST_CASE("Sudokus are written as their rows, and drawn as a board") {
  const auto problem = load(small);
  State answer = levels(solved);
  CHECK(problem->answer_text(answer) == solved);
  answer[15] = Problem::undecided;
  const ScratchDirectory scratch;
  const auto read = [&](const std::string& text) {
    return problem->read_answer(scratch.write("a.txt", text));
  };
  CHECK(read(problem->answer_text(answer)) == answer);
  CHECK_THROWS_WITH(read(std::string(81, '.')), ContainsSubstring("a.txt: holds 81 cells; 16 are expected"));
  answer[3] = 2;
  const auto picture = problem->picture(answer);
  REQUIRE(picture);
  REQUIRE(picture->grid);
  CHECK(picture->grid->block_rows == 2);
  CHECK(picture->grid->labels[0] == "1");
  CHECK(picture->grid->labels[15].empty());
  CHECK(picture->grid->groups[0] == -1);  // given
  CHECK(picture->grid->groups[7] == 0);   // found
  CHECK(picture->grid->groups[3] == 1);   // clashes
  CHECK(picture->caption == "violations 2");
}
