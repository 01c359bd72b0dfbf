// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_BITS_LOGIC_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_BITS_LOGIC_INL
#undef ONEDIAL_BITS_LOGIC_INL
#else
#define ONEDIAL_BITS_LOGIC_INL
#endif

#include "engine/wide-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// The carry of a + b + c, bit by bit.
HWY_INLINE Vector64 majority(Vector64 a, Vector64 b, Vector64 c) {
#if HWY_TARGET == HWY_AVX3
  return Vector64{_mm512_ternarylogic_epi64(a.raw, b.raw, c.raw, 0xE8)};
#else
  return hn::Or(hn::And(a, b), hn::And(c, hn::Xor(a, b)));
#endif
}

/// mask ? yes : no, bit by bit.
HWY_INLINE Vector64 choose(Vector64 mask, Vector64 yes, Vector64 no) {
#if HWY_TARGET == HWY_AVX3
  return Vector64{_mm512_ternarylogic_epi64(mask.raw, yes.raw, no.raw, 0xCA)};
#else
  return hn::Xor(no, hn::And(mask, hn::Xor(yes, no)));
#endif
}

/// mask, where a = b.
HWY_INLINE Vector64 and_equal(Vector64 mask, Vector64 a, Vector64 b) {
#if HWY_TARGET == HWY_AVX3
  return Vector64{_mm512_ternarylogic_epi64(mask.raw, a.raw, b.raw, 0x90)};
#else
  return hn::AndNot(hn::Xor(a, b), mask);
#endif
}

/// sum + a + b → sum, and the carry.
HWY_INLINE Vector64 full_add(Vector64& sum, Vector64 a, Vector64 b) {
  const Vector64 carry = majority(sum, a, b);
  sum = xor3(sum, a, b);
  return carry;
}

/// sum + a → sum, and the carry.
HWY_INLINE Vector64 half_add(Vector64& sum, Vector64 a) {
  const Vector64 carry = hn::And(sum, a);
  sum = hn::Xor(sum, a);
  return carry;
}

HWY_INLINE bool none(const Wide& wide) {
  Vector64 any = wide.part[0];
  unrolled<Wide::parts - 1>([&](auto p) ONEDIAL_INLINE_LAMBDA { any = hn::Or(any, wide.part[p + 1]); });
  return hn::AllTrue(Lanes64(), hn::Eq(any, hn::Zero(Lanes64())));
}

/// All bits equal to bit `k` of `number`.
HWY_INLINE std::uint64_t spread_bit(std::uint64_t number, std::size_t k) {
  return std::uint64_t{0} - ((number >> k) & 1U);
}

/// 512 counters, bit-sliced: the lowest place first.
template <std::size_t bits>
struct Counters {
  Wide place[bits];  // NOLINT(modernize-avoid-c-arrays)

  HWY_INLINE void clear() {
    unrolled<bits>([&](auto k) ONEDIAL_INLINE_LAMBDA { place[k] = broadcast_wide(0); });
  }
  /// Adds `carry` at the place `from` of one part, and whatever that carries upwards.
  template <std::size_t from>
  HWY_INLINE void ripple(std::size_t part, Vector64 carry) {
    unrolled<bits - from>([&](auto k)
                              ONEDIAL_INLINE_LAMBDA { carry = half_add(place[from + k].part[part], carry); });
  }
  template <std::size_t other_bits>
  HWY_INLINE void add(const Counters<other_bits>& other) {
    for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA {
      Vector64 carry = hn::Zero(Lanes64());
      unrolled<other_bits>([&](auto k) ONEDIAL_INLINE_LAMBDA {
        carry = full_add(place[k].part[p], other.place[k].part[p], carry);
      });
      ripple<other_bits>(p, carry);
    });
  }
};

/// Adds `factor` times each counter to its lane of `totals` (512).
template <std::size_t bits>
HWY_NOINLINE void add_to_lanes(const Counters<bits>& counters, std::int64_t factor, std::int64_t* totals) {
  const hn::CappedTag<std::uint32_t, 16> d;
  const std::size_t width = hn::Lanes(d);
  HWY_ALIGN std::uint64_t places[bits][8];
  for (std::size_t k = 0; k < bits; ++k) {
    store_wide(counters.place[k], places[k]);
  }
  HWY_ALIGN std::uint32_t lane_bits[16];
  for (std::uint32_t lane = 0; lane < 16; ++lane) {
    lane_bits[lane] = 1U << lane;
  }
  for (std::size_t lane = 0; lane < 512; lane += width) {
    const auto bit = hn::Load(d, lane_bits + lane % 16);
    auto sum = hn::Zero(d);
    for (std::size_t k = 0; k < bits; ++k) {
      const auto near_bits = static_cast<std::uint32_t>(places[k][lane / 64] >> (lane % 64 / 16 * 16));
      const auto set = hn::Ne(hn::And(hn::Set(d, near_bits), bit), hn::Zero(d));
      sum = hn::Or(sum, hn::IfThenElseZero(set, hn::Set(d, std::uint32_t{1} << k)));
    }
    HWY_ALIGN std::uint32_t values[16];
    hn::Store(sum, d, values);
    for (std::size_t l = 0; l < width; ++l) {
      totals[lane + l] += factor * static_cast<std::int64_t>(values[l]);
    }
  }
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
