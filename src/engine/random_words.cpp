#include "random_words.hpp"

#include "onedial/core/instruction_set.hpp"
#include "onedial/core/random.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/random_words.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

void next_words(RandomWords& words, std::uint64_t* out) {
  WordSource source(words);
  store_wide(source(), out);
  source.store(words);
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(next_words);

std::array<std::uint64_t, RandomWords::lanes> next_words(RandomWords& words) {
  instruction_set();  // makes the choice, if this is the first loop of all
  std::array<std::uint64_t, RandomWords::lanes> result{};
  HWY_DYNAMIC_DISPATCH(next_words)(words, result.data());
  return result;
}

RandomWords seeded_words(std::uint64_t seed, std::uint64_t group) {
  const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32U); };
  RandomWords words{};
  for (std::size_t lane = 0; lane < RandomWords::lanes; ++lane) {
    const std::uint64_t stream = RandomWords::lanes * group + lane;
    // The last word of the counter is 0 for a RandomStream.
    const auto block = philox4x32({low(stream), high(stream), 0, 1}, {low(seed), high(seed)});
    words.first[lane] = (std::uint64_t{block[1]} << 32U) | block[0];
    // One state in 2^128 would be all zeros, which is the one that generates nothing else.
    const bool zero = (block[0] | block[1] | block[2] | block[3]) == 0;
    words.second[lane] = zero ? 1 : (std::uint64_t{block[3]} << 32U) | block[2];
  }
  return words;
}

}  // namespace onedial
#endif
