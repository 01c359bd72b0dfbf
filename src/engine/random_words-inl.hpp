// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_RANDOM_WORDS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_RANDOM_WORDS_INL
#undef ONEDIAL_RANDOM_WORDS_INL
#else
#define ONEDIAL_RANDOM_WORDS_INL
#endif

#include "engine/wide-inl.hpp"
#include "random_words.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// RandomWords in registers. Loaded from a group's state before a loop, and stored back after it.
class WordSource {
 public:
  HWY_INLINE explicit WordSource(const RandomWords& words)
      : first_(load_wide(words.first.data())), second_(load_wide(words.second.data())) {}

  HWY_INLINE void store(RandomWords& words) const {
    store_wide(first_, words.first.data());
    store_wide(second_, words.second.data());
  }

  /// 512 random bits.
  HWY_INLINE Wide operator()() {
    const Wide result = map(
        [](auto a, auto b) ONEDIAL_INLINE_LAMBDA { return hn::Add(hn::RotateRight<47>(hn::Add(a, b)), a); },
        first_, second_);
    const Wide mixed =
        map([](auto a, auto b) ONEDIAL_INLINE_LAMBDA { return hn::Xor(a, b); }, first_, second_);
    first_ = map([](auto a, auto m)
                     ONEDIAL_INLINE_LAMBDA { return xor3(hn::RotateRight<15>(a), m, hn::ShiftLeft<21>(m)); },
                 first_, mixed);
    second_ = map([](auto m) ONEDIAL_INLINE_LAMBDA { return hn::RotateRight<36>(m); }, mixed);
    return result;
  }

 private:
  Wide first_;
  Wide second_;
};

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
