#include "onedial/memory/pattern_sets.hpp"

#include <cmath>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("every set is worked on once, and a measurement ends when it is told to") {
  for (const Index threads : {1, 2, 9}) {
    std::vector<int> visits(7);
    Index last = 0;
    CHECK(for_each_set(
        7, threads, [&](Index set) { ++visits[static_cast<std::size_t>(set)]; },
        [&](Index done) {
          last = done;
          return done < 7;  // what is done already needs no leave
        }));
    CHECK(visits == std::vector<int>(7, 1));
    CHECK(last == 7);
  }
  int count = 0;
  CHECK_FALSE(for_each_set(
      7, 1, [&](Index) { ++count; }, [](Index done) { return done < 3; }));
  CHECK(count == 3);
}

TEST_CASE("means over sets have the standard errors of means") {
  const auto [first, second] = means_over_sets({{1, 5}, {2, 5}, {6, 5}});
  CHECK(first.value == Approx(3));
  CHECK(first.error == Approx(std::sqrt(7.0 / 3)));
  CHECK(second.value == 5);
  CHECK(second.error == 0);
}
