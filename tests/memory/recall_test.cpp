#include "onedial/memory/recall.hpp"

#include <map>

#include "catch.hpp"
#include "hopfield_cases.hpp"
#include "onedial/data/dataset.hpp"
#include "onedial/memory/low_rank_memory.hpp"

using namespace onedial;
using hopfield_cases::random_spins;

namespace {

State bits_of(std::size_t index) {
  State state(16);
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] = static_cast<Level>((index >> i) & 1U);
  }
  return state;
}

std::size_t index_of(const State& state) {
  std::size_t index = 0;
  for (std::size_t i = 0; i < state.size(); ++i) {
    index |= static_cast<std::size_t>(state[i]) << i;
  }
  return index;
}

std::vector<State> all_states() {
  std::vector<State> states;
  for (std::size_t k = 0; k < 65536; ++k) {
    states.push_back(bits_of(k));
  }
  return states;
}

std::vector<State> corrupted(const Patterns& patterns, Index count, double noise, std::uint64_t seed) {
  std::vector<State> states;
  for (Index k = 0; k < count; ++k) {
    RandomStream random(seed, static_cast<std::uint64_t>(k));
    states.push_back(state_of(patterns, k % patterns.cols()));
    corrupt(states.back(), noise, random);
  }
  return states;
}

void check_basins(const std::vector<Recalled>& recalled) {
  const auto data = reference::load("hopfield16.json");
  std::map<std::size_t, Index> basins;
  for (const Recalled& one : recalled) {
    REQUIRE(one.cycle_length == 1);
    ++basins[index_of(one.state)];
  }
  const auto& expected = data["async_sequential_T0_basins"]["attractor_index_count"];
  CHECK(basins.size() == expected.size());
  for (const auto& [index, count] : expected.get<std::vector<std::pair<std::size_t, Index>>>()) {
    CHECK(basins[index] == count);
  }
}

}  // namespace

TEST_CASE("all basins of the 16 units are those of the reference, dense and of low rank") {
  const Patterns patterns = hopfield_cases::reference_patterns();
  const std::vector<State> starts = all_states();
  const ZeroTemperatureRecall recall(store(patterns));
  const auto dense = recall.recall(starts, RecallOrder::asynchronous, 100, 2);
  check_basins(dense);
  const auto low_rank = descend_all(LowRankMemory(patterns), starts, 100, 2);
  check_basins(low_rank);
  for (std::size_t k = 0; k < starts.size(); ++k) {
    REQUIRE(dense[k].state == low_rank[k].state);
    REQUIRE(dense[k].sweeps == low_rank[k].sweeps);
    REQUIRE(dense[k].flips == low_rank[k].flips);
    REQUIRE(std::abs(dense[k].energy - low_rank[k].energy) < 1e-13);
  }
}

TEST_CASE("the fixed points of the 16 units are those of the reference") {
  const auto data = reference::load("hopfield16.json");
  const ZeroTemperatureRecall recall(store(hopfield_cases::reference_patterns()));
  std::map<std::size_t, double> fixed;
  const std::vector<State> starts = all_states();
  for (const RecallOrder order : {RecallOrder::asynchronous, RecallOrder::synchronous}) {
    fixed.clear();
    for (const Recalled& one : recall.recall(starts, order, 1, 1)) {
      if (one.flips == 0) {
        CHECK(one.cycle_length == 1);
        fixed[index_of(one.state)] = one.energy;
      }
    }
    const auto expected =
        data["weak_fixed_points_h_s_ge_0"].get<std::vector<std::pair<std::size_t, double>>>();
    CHECK(fixed.size() == expected.size());
    for (const auto& [index, energy] : expected) {
      CHECK(16 * fixed[index] == Approx(energy).margin(1e-12));
    }
  }
}

TEST_CASE("a unit whose field is 0 keeps its value") {
  const Patterns pattern = Patterns::Ones(3, 1);
  // In +-+ the fields of the outer units cancel; the middle one turns, and holds them from then on.
  const std::vector<State> start = {{1, 0, 1}};
  for (const RecallOrder order : {RecallOrder::asynchronous, RecallOrder::synchronous}) {
    const Recalled one = ZeroTemperatureRecall(store(pattern)).recall(start, order, 10, 1)[0];
    CHECK(one.state == State{1, 1, 1});
    CHECK(one.flips == 1);
    CHECK(one.sweeps == 2);
  }
  LowRankMemory low_rank(pattern);
  CHECK(descend(low_rank, start[0], 10).flips == 1);
}

TEST_CASE("energies never rise, and are those of the model") {
  const Patterns patterns = random_spins(70, 12, 3);  // a load above the capacity: long ways down
  const HopfieldNetwork network = store(patterns);
  double last = 0;
  const auto watch = [&](Index /*start*/, Index sweep, const State& state) {
    const double energy = network.model->energy(state);
    CHECK((sweep == 0 || energy <= last + 1e-12));
    last = energy;
  };
  const auto starts = corrupted(patterns, 24, 0.4, 1);
  const auto recalled =
      ZeroTemperatureRecall(network).recall(starts, RecallOrder::asynchronous, 100, 1, watch);
  const LowRankMemory low_rank(patterns);
  for (std::size_t k = 0; k < recalled.size(); ++k) {
    CHECK(recalled[k].energy == Approx(network.model->energy(recalled[k].state)).epsilon(1e-12));
    CHECK(LowRankMemory(low_rank).place(recalled[k].state) == Approx(recalled[k].energy).epsilon(1e-12));
  }
}

TEST_CASE("units that hold each other's opposite go round in two") {
  // Of a network of two units that are coupled, all at once each takes what the other was.
  Patterns pattern(2, 1);
  pattern << 1, 1;
  const std::vector<State> starts = {{1, 0}, {1, 1}};
  const ZeroTemperatureRecall recall(store(pattern));
  const auto at_once = recall.recall(starts, RecallOrder::synchronous, 10, 1);
  CHECK(at_once[0].cycle_length == 2);
  CHECK(at_once[0].sweeps == 2);
  CHECK(at_once[1].cycle_length == 1);
  CHECK(at_once[1].sweeps == 1);
  CHECK(recall.recall(starts, RecallOrder::asynchronous, 10, 1)[0].cycle_length == 1);
  CHECK(recall.recall(starts, RecallOrder::synchronous, 1, 1)[0].cycle_length == 0);
  CHECK_THROWS_AS(recall.recall(std::vector<State>{{1}}, RecallOrder::synchronous, 1, 1),
                  std::invalid_argument);
}

TEST_CASE("threads and blocks do not matter") {
  const Patterns patterns = random_spins(90, 9, 5);
  const ZeroTemperatureRecall recall(store(patterns, {.rule = StorageRule::pseudo_inverse}));
  const auto starts = corrupted(patterns, 150, 0.35, 2);
  for (const RecallOrder order : {RecallOrder::asynchronous, RecallOrder::synchronous}) {
    const auto one = recall.recall(starts, order, 100, 1);
    const auto three = recall.recall(starts, order, 100, 3);
    const auto last = recall.recall(std::span(starts).last(1), order, 100, 1);
    for (std::size_t k = 0; k < one.size(); ++k) {
      REQUIRE(one[k].state == three[k].state);
      REQUIRE(one[k].energy == three[k].energy);
    }
    CHECK(last[0].state == one.back().state);
  }
}

TEST_CASE("self-coupling widens what is stable") {
  const Patterns patterns = random_spins(50, 25, 9);
  const auto starts = corrupted(patterns, 50, 0.1, 3);
  const auto flips = [&](bool self_coupling) {
    Index sum = 0;
    const ZeroTemperatureRecall recall(
        store(patterns, {.rule = StorageRule::pseudo_inverse, .self_coupling = self_coupling}));
    for (const Recalled& one : recall.recall(starts, RecallOrder::asynchronous, 100, 1)) {
      sum += one.flips;
    }
    return sum;
  };
  CHECK(flips(true) < flips(false));
}

TEST_CASE("a hundred real digits are recalled from 30 % noise") {
  const auto digits =
      read_dataset(ONEDIAL_SOURCE_DIR "/configs/instances/digits/train-images-idx3-ubyte.gz", {.limit = 100});
  const Patterns patterns = patterns_from(digits, 100, 0.5);
  const auto starts = corrupted(patterns, 1000, 0.3, 4);
  const StorageSettings settings{.rule = StorageRule::pseudo_inverse};
  const auto recalled =
      ZeroTemperatureRecall(store(patterns, settings)).recall(starts, RecallOrder::asynchronous, 100, 2);
  Index hits = 0;
  for (std::size_t k = 0; k < recalled.size(); ++k) {
    hits += recalled[k].state == state_of(patterns, static_cast<Index>(k) % 100) ? 1 : 0;
  }
  CHECK(hits >= 990);
  const auto of_low_rank = descend_all(LowRankMemory(patterns, settings), starts, 100, 2);
  Index same = 0;
  for (std::size_t k = 0; k < recalled.size(); ++k) {
    same += of_low_rank[k].state == recalled[k].state ? 1 : 0;
  }
  CHECK(same >= 999);
}
