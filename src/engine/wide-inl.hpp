// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_WIDE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_WIDE_INL
#undef ONEDIAL_WIDE_INL
#else
#define ONEDIAL_WIDE_INL
#endif

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#ifndef ONEDIAL_INLINE_LAMBDA
/// After the parameters of a lambda in vector code: it has to be inlined, or its registers go through memory.
#define ONEDIAL_INLINE_LAMBDA HWY_ATTR __attribute__((always_inline))
#endif

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Lanes64 = hn::CappedTag<std::uint64_t, 8>;
using Vector64 = hn::Vec<Lanes64>;

/// 512 bits in as many registers as they take: one with AVX-512, eight numbers in scalar code.
struct Wide {
  static constexpr std::size_t step = hn::MaxLanes(Lanes64());
  static constexpr std::size_t parts = 8 / step;
  Vector64 part[parts];  // NOLINT(modernize-avoid-c-arrays): std::array loses the registers' attributes
};

/// f(0), …, f(count − 1) with constants of the compiler, so that arrays of registers stay registers.
template <std::size_t count, class Function>
HWY_INLINE void unrolled(Function f) {
  [&]<std::size_t... k>(std::index_sequence<k...>) ONEDIAL_INLINE_LAMBDA {
    (f(std::integral_constant<std::size_t, k>()), ...);
  }
  (std::make_index_sequence<count>());
}

/// f(p) for each register of a Wide. Only a few are worth the code of unrolling them.
template <class Function>
HWY_INLINE void for_parts(Function f) {
  if constexpr (Wide::parts <= 2) {
    unrolled<Wide::parts>(f);
  } else {
    for (std::size_t p = 0; p < Wide::parts; ++p) {
      f(p);
    }
  }
}

HWY_INLINE Wide load_wide(const std::uint64_t* from) {
  Wide result;
  for_parts([&](auto p) HWY_ATTR { result.part[p] = hn::LoadU(Lanes64(), from + p * Wide::step); });
  return result;
}

HWY_INLINE void store_wide(const Wide& wide, std::uint64_t* to) {
  for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA { hn::StoreU(wide.part[p], Lanes64(), to + p * Wide::step); });
}

/// The same 64 bits in each lane.
HWY_INLINE Wide broadcast_wide(std::uint64_t bits) {
  Wide result;
  for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA { result.part[p] = hn::Set(Lanes64(), bits); });
  return result;
}

/// f of the registers of all arguments.
template <class Function, class... Args>
HWY_INLINE Wide map(Function f, const Args&... args) {
  Wide result;
  for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA { result.part[p] = f(args.part[p]...); });
  return result;
}

/// a ⊕ b ⊕ c: one instruction with AVX-512.
template <class V>
HWY_INLINE V xor3(V a, V b, V c) {
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
  return hn::Xor3(a, b, c);
#else
  return hn::Xor(a, hn::Xor(b, c));
#endif
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
