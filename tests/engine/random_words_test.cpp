#include "engine/random_words.hpp"

#include <set>

#include "catch.hpp"
#include "onedial/core/instruction_set.hpp"

using namespace onedial;

namespace {

/// xoroshiro128++ as its authors publish it (Blackman, Vigna 2021), one number at a time.
std::uint64_t plain_next(std::uint64_t& s0, std::uint64_t& s1) {
  const auto rotate_left = [](std::uint64_t x, unsigned k) { return (x << k) | (x >> (64U - k)); };
  const std::uint64_t result = rotate_left(s0 + s1, 17) + s0;
  s1 ^= s0;
  s0 = rotate_left(s0, 49) ^ s1 ^ (s1 << 21U);
  s1 = rotate_left(s1, 28);
  return result;
}

}  // namespace

TEST_CASE("random words are xoroshiro128++ in eight lanes on every instruction set") {
  const std::string_view before = instruction_set();
  for (const std::string_view set : available_instruction_sets()) {
    CAPTURE(set);
    use_instruction_set(set);
    RandomWords words = seeded_words(7, 3);
    RandomWords plain = words;
    for (int step = 0; step < 100; ++step) {
      const auto got = next_words(words);
      for (std::size_t lane = 0; lane < RandomWords::lanes; ++lane) {
        REQUIRE(got[lane] == plain_next(plain.first[lane], plain.second[lane]));
      }
    }
    CHECK(words.first == plain.first);
    CHECK(words.second == plain.second);
  }
  use_instruction_set(before);
}

TEST_CASE("xoroshiro128++ gives its known answers") {
  // Computed with arbitrary-precision integers from the published recurrence, state (1, 2).
  std::uint64_t s0 = 1;
  std::uint64_t s1 = 2;
  CHECK(plain_next(s0, s1) == 393217);
  CHECK(plain_next(s0, s1) == 669327710093319);
  CHECK(plain_next(s0, s1) == 1732421326133921491ULL);
}

TEST_CASE("every group of every seed has generators of its own") {
  std::set<std::pair<std::uint64_t, std::uint64_t>> states;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (std::uint64_t group = 0; group < 50; ++group) {
      const RandomWords words = seeded_words(seed, group);
      for (std::size_t lane = 0; lane < RandomWords::lanes; ++lane) {
        states.emplace(words.first[lane], words.second[lane]);
      }
    }
  }
  CHECK(states.size() == 50 * 50 * 8);
}
