#include "onedial/problem/knapsack.hpp"

#include <fmt/format.h>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

Knapsack load(const std::string& text) {
  const ScratchDirectory scratch;
  return Knapsack(scratch.write("items", text));
}

std::string error_of(const std::string& text) {
  const std::string message = message_of<InputError>([&] { units(load(text).encode({})); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

/// The most value, by dynamic programming over the capacity.
double best_value(const Knapsack& problem) {
  std::vector<double> best(static_cast<std::size_t>(problem.capacity()) + 1);
  for (const Knapsack::Item& item : problem.items()) {
    for (std::size_t k = best.size(); k-- > static_cast<std::size_t>(item.weight);) {
      best[k] = std::max(best[k], best[k - static_cast<std::size_t>(item.weight)] + item.value);
    }
  }
  return best.back();
}

State state_of(std::size_t k, Index units) {
  State state(static_cast<std::size_t>(units));
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] = static_cast<Level>(k >> i & 1U);
  }
  return state;
}

/// Items that fit have their value exactly with the right slack and less with any other; others lie above the
/// best by as much as is claimed.
void check_penalty(const Knapsack& problem) {
  const Encoding encoding = problem.encode({});
  CHECK(encoding.is_constrained);
  CHECK(encoding.has_slack);
  const auto energies = enumerate(pairwise_model(encoding));
  const double best = best_value(problem);
  double least_value = 0;
  for (const Knapsack::Item& item : problem.items()) {
    least_value = item.value > 0 && (least_value == 0 || item.value < least_value) ? item.value : least_value;
  }
  const Index items = std::ssize(problem.items());
  std::vector<double> least(std::size_t{1} << static_cast<unsigned>(items),
                            std::numeric_limits<double>::infinity());
  for (std::size_t k = 0; k < energies.size(); ++k) {
    double& lowest = least[k % least.size()];
    lowest = std::min(lowest, energies[k]);
    REQUIRE(encoding.decode(state_of(k, units(encoding))) == state_of(k % least.size(), items));
  }
  for (std::size_t k = 0; k < least.size(); ++k) {
    const State packed = state_of(k, items);
    const Evaluation worth = problem.evaluate(packed);
    if (worth.feasible) {
      REQUIRE(least[k] == problem.energy_of(worth.objective));
      const State full = encoding.encode(packed);
      REQUIRE(encoding.decode(full) == packed);
      REQUIRE(pairwise_model(encoding)->energy(full) == least[k]);
    } else {
      REQUIRE(least[k] >= -best + std::max(least_value, 0.0));
      const State mended = *problem.repaired(packed);
      REQUIRE(problem.evaluate(mended).feasible);
    }
  }
  CHECK(*std::min_element(energies.begin(), energies.end()) == -best);
}

}  // namespace

TEST_CASE("the penalty of a knapsack is enough on every state") {
  RandomStream random(3, 0);
  for (int trial = 0; trial < 40; ++trial) {
    const auto items = 1 + random() % 7;
    const auto capacity = random() % 20;
    std::string text = fmt::format("{} {}\n", items, capacity);
    for (std::uint64_t i = 0; i < items; ++i) {
      text += fmt::format("{} {}\n", static_cast<double>(random() % 40) / 4, 1 + random() % 9);
    }
    INFO(text);
    check_penalty(load(text));
  }
  check_penalty(load("2 0\n5 1\n3 2\n"));
  check_penalty(load("2 3\n0 1\n0 2\n"));
}

TEST_CASE("the shipped knapsack is worth 309") {
  const Knapsack problem(ONEDIAL_SOURCE_DIR "/configs/instances/knapsack_p01.txt");
  CHECK(best_value(problem) == 309);
  CHECK(problem.evaluate({1, 1, 1, 1, 0, 1, 0, 0, 0, 0}).objective == 309);
  CHECK(problem.size_text() == "10 items, a capacity of 165");
  const Encoding encoding = problem.encode({});
  CHECK(encoding.is_exact);
  CHECK(encoding.penalty_text == "penalty 135, above the largest value: no overweight pays");
  CHECK(units(encoding) == 18);
  CHECK(problem.encode({.penalty = 3}).penalty_text == "penalty 3; 135 is proven to be enough");
}

TEST_CASE("too much weight is said, and mended by what is worth least for its weight") {
  const Knapsack problem = load("4 10\n10 5\n3 6\n7 4\n7 4\n");
  const Evaluation worth = problem.evaluate({1, 1, 1, 0});
  CHECK(!worth.feasible);
  CHECK(worth.objective == 20);
  CHECK(worth.violation == "weighs 15, 5 above the capacity of 10");
  CHECK(problem.repaired({1, 1, 1, 0}) == State{1, 0, 1, 0});
  CHECK(problem.repaired({1, 0, 1, 1}) == State{1, 0, 0, 1});
  CHECK(problem.repaired({1, 0, 1, 0}) == State{1, 0, 1, 0});
  CHECK(problem.answer_text({1, 0, 1, 0}) == "1 1\n2 0\n3 1\n4 0\n");
  const ScratchDirectory scratch;
  CHECK(problem.read_answer(scratch.write("s", "1 1\n2 0\n3 1\n4 0\n")) == State{1, 0, 1, 0});
}

TEST_CASE("what is wrong with a knapsack is said with its line") {
  CHECK(error_of("") ==
        "items: is empty; a first line with the number of items and the capacity is expected");
  CHECK(error_of("2\n") ==
        "items:1: the first line must hold two whole numbers, of items and of the capacity");
  CHECK(error_of("-2 5\n") == "items:1: -2 items; from 1 to 16777216 are possible");
  CHECK(error_of("2147483648 5\n1 1\n") == "items:1: 2147483648 items; from 1 to 16777216 are possible");
  CHECK(error_of("1 -5\n1 1\n") == "items:1: a capacity of -5; from 0 to 274877906944 are possible");
  CHECK(error_of("3 5\n1 1\n1 1\n") == "items: ends after 2 of the 3 items that its first line announces");
  CHECK(error_of("1 5\n1 1\n1 1\n") == "items:3: more lines than the 1 items that the first line announces");
  CHECK(error_of("1 5\n1\n") == "items:2: 1 words; the value and the weight of an item are expected");
  CHECK(error_of("1 5\n-1 1\n") == "items:2: an item of the value -1; 0 or more is expected");
  CHECK(error_of("1 5\n1 0\n") == "items:2: an item of the weight 0; from 1 to 274877906944 are possible");
  CHECK(error_of("1 5\n1 1.5\n") == "items:2: weight '1.5' is not a whole number");
  CHECK(error_of("1 5\nnan 1\n") == "items:2: value is 'nan'; a finite number is expected");
  CHECK_THAT(error_of("1 200000000\n1 1\n"),
             ContainsSubstring("items: energies reach 8e+16, more than 9.01e+15"));
  CHECK_THAT(error_of("1 4000000\n0.5 1\n"), ContainsSubstring("divide weights and capacity"));
  CHECK_THROWS_AS(load("1 5\n1 1\n").encode({.penalty = 0}), std::invalid_argument);
  CHECK_THROWS_AS(load("1 5\n1 1\n").encode({.name = "bits"}), std::invalid_argument);
}
