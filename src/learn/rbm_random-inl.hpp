// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_RBM_RANDOM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_RBM_RANDOM_INL
#undef ONEDIAL_RBM_RANDOM_INL
#else
#define ONEDIAL_RBM_RANDOM_INL
#endif

#include "engine/wide-inl.hpp"
#include "rbm_kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// The 64-bit product of the low halves of each lane.
HWY_INLINE Vector64 multiply_low_halves(Vector64 a, Vector64 b) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Set(Lanes64(), (hn::GetLane(a) & 0xFFFFFFFFU) * (hn::GetLane(b) & 0xFFFFFFFFU));
#else
  const hn::Repartition<std::uint32_t, Lanes64> d;
  return hn::MulEven(hn::BitCast(d, a), hn::BitCast(d, b));
#endif
}

/// Philox4x32-10 of one counter a lane. What is left in the high halves of the words is never looked at.
struct PhiloxLanes {
  Vector64 word[4];  // NOLINT(modernize-avoid-c-arrays): registers

  HWY_INLINE void run(std::uint64_t seed) {
    const Lanes64 d;
    const auto multiplier_a = hn::Set(d, std::uint64_t{0xD2511F53});
    const auto multiplier_b = hn::Set(d, std::uint64_t{0xCD9E8D57});
    auto key_a = static_cast<std::uint32_t>(seed);
    auto key_b = static_cast<std::uint32_t>(seed >> 32U);
    for (int round = 0; round < 10; ++round) {
      const auto a = multiply_low_halves(word[0], multiplier_a);
      const auto b = multiply_low_halves(word[2], multiplier_b);
      word[0] = xor3(hn::ShiftRight<32>(b), word[1], hn::Set(d, std::uint64_t{key_a}));
      word[1] = b;
      word[2] = xor3(hn::ShiftRight<32>(a), word[3], hn::Set(d, std::uint64_t{key_b}));
      word[3] = a;
      key_a += 0x9E3779B9U;
      key_b += 0xBB67AE85U;
    }
  }
};

/// `unit_bits` of 64 units, the first a multiple of 64.
HWY_INLINE void bits_of_units(const DrawCounter& counter, std::uint32_t row, std::uint32_t first_unit,
                              std::uint32_t* bits) {
  const Lanes64 d;
  constexpr std::size_t step = hn::MaxLanes(d);
  // Blocks of even and odd number are the low and high halves of the same lanes.
  for (std::size_t lane = 0; lane < 8; lane += step) {
    const std::uint64_t block = first_unit / 4 + 2 * lane;
    PhiloxLanes even;
    even.word[0] = hn::Add(hn::Set(d, block), hn::ShiftLeft<1>(hn::Iota(d, 0)));
    even.word[1] = hn::Set(d, std::uint64_t{row});
    even.word[2] = hn::Set(d, std::uint64_t{counter.step});
    even.word[3] = hn::Set(d, std::uint64_t{counter.draw + DrawCounter::first_tag});
    PhiloxLanes odd = even;
    odd.word[0] = hn::Add(odd.word[0], hn::Set(d, std::uint64_t{1}));
    even.run(counter.seed);
    odd.run(counter.seed);
    unrolled<4>([&](auto w) ONEDIAL_INLINE_LAMBDA {
      const auto low = hn::And(even.word[w], hn::Set(d, std::uint64_t{0xFFFFFFFF}));
      hn::StoreU(hn::Or(low, hn::ShiftLeft<32>(odd.word[w])), d,
                 reinterpret_cast<std::uint64_t*>(bits + 16 * w + 2 * lane));
    });
  }
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
