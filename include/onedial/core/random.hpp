#pragma once
#include <array>
#include <cstdint>
#include <limits>

namespace onedial {

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011): ten rounds of a keyed bijection on 128-bit counters.
/// A pure function: equal inputs give equal outputs, and different counters never collide under one key.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// A stream of random numbers named by (seed, stream): xoshiro256** (Blackman, Vigna 2018), its state drawn
/// from Philox with the seed as key and the stream as counter, so that streams of one seed are distinct for
/// every seed, 0 included. Meets UniformRandomBitGenerator: Boost.Random's distributions take it as it is.
class RandomStream {
 public:
  using result_type = std::uint64_t;
  using State = std::array<std::uint64_t, 4>;

  RandomStream(std::uint64_t seed, std::uint64_t stream);
  /// Continues from a state, which must not be all zeros.
  explicit RandomStream(const State& state) : state_(state) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  result_type operator()() {
    const auto rotate_left = [](std::uint64_t x, unsigned k) { return (x << k) | (x >> (64U - k)); };
    const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate_left(state_[3], 45);
    return result;
  }

  [[nodiscard]] const State& state() const { return state_; }

 private:
  State state_;
};

/// A number in [0, 1) from the first 53 of a generator's next 64 bits.
template <class Random>
double uniform01(Random& random) {
  return static_cast<double>(random() >> 11U) * 0x1p-53;
}

/// A number from the normal distribution of mean 0 and variance 1, by Marsaglia's polar method (1964) with a
/// logarithm whose bits are the same on every machine. The second number of each pair is dropped.
double draw_normal(RandomStream& random);

}  // namespace onedial
