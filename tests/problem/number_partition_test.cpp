#include "onedial/problem/number_partition.hpp"

#include <cstdlib>
#include <numeric>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

NumberPartition load(const std::string& text) {
  const ScratchDirectory scratch;
  return NumberPartition(scratch.write("numbers", text));
}

std::string error_of(const std::string& text) {
  const std::string message = message_of<InputError>([&] { load(text); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

}  // namespace

TEST_CASE("the energy of a partition is the square of its difference exactly") {
  const NumberPartition problem = load("# numbers\n3\n1\n\n4\n1\n5\n90000000\n+7\n");
  CHECK(problem.size_text() == "7 numbers of the sum 90000021");
  const Encoding encoding = problem.encode({});
  CHECK(encoding.is_exact);
  CHECK(!encoding.is_constrained);
  const auto energies = enumerate(pairwise_model(encoding));
  for (std::size_t k = 0; k < energies.size(); ++k) {
    State state(7);
    std::int64_t difference = 0;
    for (std::size_t i = 0; i < state.size(); ++i) {
      state[i] = static_cast<Level>(k >> i & 1U);
      difference += (state[i] == 1 ? 1 : -1) * problem.numbers()[i];
    }
    const Evaluation worth = problem.evaluate(state);
    REQUIRE(worth.feasible);
    REQUIRE(worth.objective == static_cast<double>(std::abs(difference)));
    REQUIRE(energies[k] == problem.energy_of(worth.objective));
  }
}

TEST_CASE("sides are written as spins and read as spins or bits") {
  const NumberPartition problem = load("3\n1\n4\n");
  const ScratchDirectory scratch;
  CHECK(problem.answer_text({1, 0, 1}) == "1 1\n2 -1\n3 1\n");
  CHECK(problem.read_answer(scratch.write("s", "1 1\n2 -1\n3 1\n")) == State{1, 0, 1});
  CHECK(problem.read_answer(scratch.write("s", "3 1\n1 1\n2 0\n")) == State{1, 0, 1});
  CHECK_THROWS_AS(problem.evaluate({1, 0}), std::invalid_argument);
}

TEST_CASE("the numbers that are shipped have a perfect partition") {
  const NumberPartition problem(ONEDIAL_SOURCE_DIR "/configs/instances/partition_60.txt");
  const auto& numbers = problem.numbers();
  const std::int64_t sum = std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
  REQUIRE(numbers.size() == 60);
  REQUIRE(sum % 2 == 0);
  std::vector<bool> reached(static_cast<std::size_t>(sum / 2 + 1));
  reached[0] = true;
  for (const std::int64_t number : numbers) {
    for (std::size_t k = reached.size(); k-- > static_cast<std::size_t>(number);) {
      reached[k] = reached[k] || reached[k - static_cast<std::size_t>(number)];
    }
  }
  CHECK(reached.back());
}

TEST_CASE("what is wrong with numbers to part is said with its line") {
  CHECK(error_of("# none\n") == "numbers: is empty; positive numbers are expected, one a line");
  CHECK(error_of("3\n1 2\n") == "numbers:2: 2 words; one number a line is expected");
  CHECK(error_of("3\n-1\n") == "numbers:2: the number -1; a positive one is expected");
  CHECK(error_of("0\n") == "numbers:1: the number 0; a positive one is expected");
  CHECK(error_of("1.5\n") == "numbers:1: number '1.5' is not a whole number");
  CHECK(error_of("99999999999999999999\n") ==
        "numbers:1: number '99999999999999999999' is not a whole number");
  CHECK(load("94906264\n1\n").numbers().size() == 2);
  CHECK_THAT(error_of("94906264\n1\n1\n"),
             ContainsSubstring("numbers:3: the sum of the numbers exceeds 94906265"));
  const ScratchDirectory scratch;
  CHECK_THROWS_WITH(load_problem("number_partition", scratch.write("n", "1\n"), InstanceFormat::gset),
                    ContainsSubstring("has a format of its own"));
  CHECK_THROWS_AS(load("1\n").encode({.penalty = 2}), std::invalid_argument);
}
