#include "onedial/core/random.hpp"

#include <cmath>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

std::uint32_t low_word(std::uint64_t x) {
  return static_cast<std::uint32_t>(x);
}
std::uint32_t high_word(std::uint64_t x) {
  return static_cast<std::uint32_t>(x >> 32U);
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t multiplier_0 = 0xD2511F53;
  constexpr std::uint64_t multiplier_1 = 0xCD9E8D57;
  constexpr std::uint32_t weyl_0 = 0x9E3779B9;  // golden ratio
  constexpr std::uint32_t weyl_1 = 0xBB67AE85;  // √3 − 1
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product_0 = multiplier_0 * counter[0];
    const std::uint64_t product_1 = multiplier_1 * counter[2];
    counter = {high_word(product_1) ^ counter[1] ^ key[0], low_word(product_1),
               high_word(product_0) ^ counter[3] ^ key[1], low_word(product_0)};
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
  return counter;
}

RandomStream::RandomStream(std::uint64_t seed, std::uint64_t stream) : state_{} {
  // The two counters of a stream differ, and under one key Philox maps no two counters to one block:
  // the state cannot be all zeros.
  for (const std::uint32_t half : {0U, 1U}) {
    const auto block =
        philox4x32({low_word(stream), high_word(stream), half, 0}, {low_word(seed), high_word(seed)});
    for (std::size_t word = 0; word < 2; ++word) {
      state_[std::size_t{2} * half + word] = (std::uint64_t{block[2 * word + 1]} << 32U) | block[2 * word];
    }
  }
}

double draw_normal(RandomStream& random) {
  for (;;) {
    const double x = 2 * uniform01(random) - 1;
    const double y = 2 * uniform01(random) - 1;
    const double square = x * x + y * y;
    if (square > 0 && square < 1) {
      return x * std::sqrt(-2 * elementary::log(square) / square);
    }
  }
}

}  // namespace onedial
