#include "onedial/memory/stored_memory.hpp"

#include <algorithm>

#include "catch.hpp"
#include "hopfield_cases.hpp"

using namespace onedial;
using hopfield_cases::random_spins;

TEST_CASE("a load above the capacity of the memory is warned of") {
  const auto by = [](StorageRule rule) { return MemoryChoice(StorageSettings{.rule = rule}); };
  CHECK(!storage_warning(by(StorageRule::hebb), 1000, 138));
  const auto warning = storage_warning(by(StorageRule::hebb), 1000, 150);
  REQUIRE(warning);
  CHECK_THAT(*warning, ContainsSubstring("load of 0.15, above the 0.138 that hebb holds"));
  CHECK(!storage_warning(by(StorageRule::pseudo_inverse), 100, 100));
  CHECK(storage_warning(by(StorageRule::storkey), 1000, 300));
  CHECK(!storage_warning(by(StorageRule::perceptron), 100, 199));
  CHECK(!storage_warning(DenseSettings{.power = 3}, 100, 300));
  CHECK_THAT(*storage_warning(DenseSettings{.power = 3}, 100, 400), ContainsSubstring("dense, power 3"));
}

TEST_CASE("stored memories recall alike in every form") {
  const Patterns patterns = random_spins(120, 6, 1);
  std::vector<State> starts;
  for (Index p = 0; p < 6; ++p) {
    RandomStream random(2, static_cast<std::uint64_t>(p));
    starts.push_back(state_of(patterns, p));
    corrupt(starts.back(), 0.4, random);
  }
  for (const MemoryChoice& memory :
       {MemoryChoice(StorageSettings{}), MemoryChoice(StorageSettings{.rule = StorageRule::pseudo_inverse}),
        MemoryChoice(StorageSettings{.rule = StorageRule::storkey}),
        MemoryChoice(DenseSettings{.power = 4})}) {
    INFO(memory_name(memory));
    const auto recalled = StoredMemory(memory, patterns).recall(starts, 100, 2);
    for (Index p = 0; p < 6; ++p) {
      CHECK(recalled[static_cast<std::size_t>(p)].state == state_of(patterns, p));
    }
  }
  CHECK(StoredMemory(StorageSettings{}, patterns, RecallOrder::synchronous).recall(starts, 100, 1)[0].state ==
        state_of(patterns, 0));
  CHECK_THROWS_AS(StoredMemory(DenseSettings{}, patterns, RecallOrder::synchronous), std::invalid_argument);
}

TEST_CASE("a memory that is cooled freezes into the pattern it was cued with") {
  const Patterns patterns = random_spins(300, 4, 3);
  for (const MemoryChoice& memory :
       {MemoryChoice(StorageSettings{}), MemoryChoice(DenseSettings{.power = 3})}) {
    INFO(memory_name(memory));
    const auto system = make_memory_system(memory, patterns, 4, 1, 9);
    for (Index p = 0; p < 4; ++p) {
      RandomStream random(4, static_cast<std::uint64_t>(p));
      State start = state_of(patterns, p);
      corrupt(start, 0.3, random);
      system->write(p, start);
    }
    for (const double t : {0.5, 0.4, 0.3, 0.2, 0.1, 0.0}) {
      for (int sweep = 0; sweep < 5; ++sweep) {
        system->sweep(std::vector<Temperature>(4, Temperature(t)));
      }
    }
    State state;
    for (Index p = 0; p < 4; ++p) {
      system->read(p, state);
      CHECK(overlaps(patterns, state)(p) > 0.98);
    }
  }
}
