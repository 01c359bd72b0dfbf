#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace onedial {

/// The random numbers of a group of replicas: eight xoroshiro128++ generators (Blackman, Vigna 2021) side by
/// side, that give 512 random bits at a time, in lanes of 64 whatever the width of the hardware.
struct alignas(64) RandomWords {
  static constexpr std::size_t lanes = 8;
  std::array<std::uint64_t, lanes> first;
  std::array<std::uint64_t, lanes> second;
};

/// The generators of group `group`, from Philox with `seed` as key: distinct for all seeds and groups, and
/// from every RandomStream of the seed.
RandomWords seeded_words(std::uint64_t seed, std::uint64_t group);

/// The next 512 bits, on the instruction set in use: for tests; engines draw inside of their loops.
std::array<std::uint64_t, RandomWords::lanes> next_words(RandomWords& words);

}  // namespace onedial
