#include "onedial/memory/hebb_recall.hpp"

#include "catch.hpp"
#include "hopfield_cases.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/instruction_set.hpp"

using namespace onedial;
using hopfield_cases::random_spins;

namespace {

std::vector<State> random_starts(Index units, Index count) {
  const Patterns spins = random_spins(units, count, 77);
  std::vector<State> starts;
  for (Index k = 0; k < count; ++k) {
    starts.push_back(state_of(spins, k));
  }
  return starts;
}

void require_equal(const std::vector<Recalled>& a, const std::vector<Recalled>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    REQUIRE(a[k].state == b[k].state);
    REQUIRE(a[k].sweeps == b[k].sweeps);
    REQUIRE(a[k].flips == b[k].flips);
    REQUIRE(a[k].cycle_length == b[k].cycle_length);
    REQUIRE(a[k].energy == Approx(b[k].energy).margin(1e-12));
  }
}

}  // namespace

TEST_CASE("recall in integers is that of the network, flip by flip") {
  for (const auto& [units, count] :
       {std::pair<Index, Index>{1, 1}, {17, 3}, {64, 16}, {129, 33}, {200, 150}}) {
    const Patterns patterns = random_spins(units, count, 5);
    const std::vector<State> starts = random_starts(units, 70);
    for (const bool self_coupling : {false, true}) {
      INFO(units << " units, " << count << " patterns, self-coupling " << self_coupling);
      const ZeroTemperatureRecall expected(store(patterns, {.self_coupling = self_coupling}));
      const HebbRecall memory(patterns, self_coupling);
      for (const Index most_sweeps : {2, 100}) {
        require_equal(memory.recall(starts, most_sweeps, 3),
                      expected.recall(starts, RecallOrder::asynchronous, most_sweeps, 1));
      }
    }
  }
}

TEST_CASE("recall in integers has the same bits on every instruction set") {
  const Patterns patterns = random_spins(150, 40, 6);
  const std::vector<State> starts = random_starts(150, 5);
  const auto expected = HebbRecall(patterns).recall(starts, 100, 1);
  const std::string_view before = instruction_set();
  for (const std::string_view set : available_instruction_sets()) {
    INFO(set);
    use_instruction_set(set);
    const auto recalled = HebbRecall(patterns).recall(starts, 100, 1);
    use_instruction_set(before);
    require_equal(recalled, expected);
  }
}

TEST_CASE("recall in integers is watched sweep by sweep, and refuses what does not fit") {
  const Patterns patterns = random_spins(60, 5, 7);
  const HebbRecall memory(patterns);
  const std::vector<State> starts = random_starts(60, 2);
  std::vector<Index> sweeps(2);
  State last;
  const auto recalled = memory.recall(starts, 50, 1, [&](Index start, Index sweep, const State& state) {
    CHECK(sweep == sweeps[static_cast<std::size_t>(start)]++);
    last = state;
  });
  CHECK(sweeps[0] == recalled[0].sweeps + 1);
  CHECK(last == recalled[1].state);
  CHECK_THROWS_AS(memory.recall(random_starts(61, 1), 50, 1), std::invalid_argument);
  CHECK_THROWS_AS(HebbRecall(2 * patterns), InputError);
  CHECK(HebbRecall::fits(30'000, 30'000));
  CHECK_FALSE(HebbRecall::fits(100, 32'768));
  CHECK_FALSE(HebbRecall::fits(200'000, 20'000));
  CHECK_THROWS_AS(HebbRecall(Patterns::Ones(2, 40'000)), std::invalid_argument);
}
