// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_BITS_DECISION_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_BITS_DECISION_INL
#undef ONEDIAL_BITS_DECISION_INL
#else
#define ONEDIAL_BITS_DECISION_INL
#endif

#include "bits_thresholds.hpp"
#include "engine/bits_logic-inl.hpp"
#include "engine/random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// The random numbers of acceptance tests, one place at a time.
class RandomPlaces {
 public:
  HWY_INLINE RandomPlaces(const RandomWords& words, bool shared) : source_(words), shared_(shared) {}

  /// Shared numbers are drawn a unit at a time, the others as they are needed.
  HWY_INLINE void next_unit() {
    if (shared_) {
      HWY_ALIGN std::uint64_t word[8];  // NOLINT(modernize-avoid-c-arrays)
      store_wide(source_(), word);
      number_ = word[0];
    }
  }
  HWY_INLINE Wide operator()(std::size_t place) {
    return shared_ ? broadcast_wide(spread_bit(number_, place)) : source_();
  }
  HWY_INLINE void store(RandomWords& words) const { source_.store(words); }

 private:
  WordSource source_;
  bool shared_;
  std::uint64_t number_ = 0;
};

/// The replicas whose local field is in class c, |f| = 2c (+ 1 if odd), for the first classes of a table, and
/// their thresholds. `few` is the number of classes if the compiler knows it, otherwise 0.
template <std::size_t K, bool uniform, std::size_t few>
class Classes {
 public:
  /// `count` are the places 0 … K of the unit's favourable inputs.
  HWY_INLINE Classes(const BitsThresholds::Table& table, bool odd, const Wide* count) : table_(table) {
    for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA { classify(odd, count, p); });
  }

  [[nodiscard]] HWY_INLINE std::size_t size() const { return few != 0 ? few : table_.classes; }

  /// All replicas of these classes.
  [[nodiscard]] HWY_INLINE Wide all() const { return all_; }

  /// The place k of each replica's threshold, or whether it is 1 (BitsThresholds::certain).
  [[nodiscard]] HWY_INLINE Wide threshold(std::size_t k) const {
    Wide result = broadcast_wide(0);
    if constexpr (from_changes) {
      for (const std::uint8_t c : table_.changes[k]) {
        result =
            map([](auto r, auto m) ONEDIAL_INLINE_LAMBDA { return hn::Xor(r, m); }, result, in_class_[c]);
      }
    } else {
      const std::uint64_t* row = table_.bits.data() + k * BitsThresholds::max_classes * stride;
      if constexpr (few != 0) {
        unrolled<few>([&](auto c) ONEDIAL_INLINE_LAMBDA { result = merge(result, c, row); });
      } else {
        for (std::size_t c = 0; c < size(); ++c) {
          result = merge(result, c, row);
        }
      }
    }
    return result;
  }

 private:
  static constexpr std::size_t stride = uniform ? 1 : BitsThresholds::words;
  /// With many classes of one temperature, `in_class_[c]` holds the classes c and above: a place of the
  /// threshold is then the ⊕ of a few.
  static constexpr bool from_changes = uniform && few == 0;

  [[nodiscard]] HWY_INLINE Wide merge(const Wide& so_far, std::size_t c, const std::uint64_t* row) const {
    Wide result;
    for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA {
      Vector64 bits;
      if constexpr (uniform) {
        bits = hn::Set(Lanes64(), row[c]);
      } else {
        bits = hn::LoadU(Lanes64(), row + c * stride + p * Wide::step);
      }
      result.part[p] = hn::OrAnd(so_far.part[p], in_class_[c].part[p], bits);
    });
    return result;
  }

  HWY_INLINE void classify(bool odd, const Wide* count, std::size_t p) {
    const Vector64 favoured = count[K].part[p];
    const Vector64 ones = hn::Set(Lanes64(), ~std::uint64_t{0});
    // The number c, except where the field is negative and even: there it is c − 1.
    Vector64 bit[K];  // NOLINT(modernize-avoid-c-arrays)
    unrolled<K>([&](auto k) ONEDIAL_INLINE_LAMBDA { bit[k] = hn::Not(hn::Xor(count[k].part[p], favoured)); });
    const Vector64 low[4] = {hn::AndNot(hn::Or(bit[0], bit[1]), ones), hn::AndNot(bit[1], bit[0]),
                             hn::AndNot(bit[0], bit[1]), hn::And(bit[0], bit[1])};
    const Vector64 even = hn::Set(Lanes64(), odd ? 0 : ~std::uint64_t{0});
    const Vector64 shifted = hn::AndNot(favoured, even);  // those that stand one class below their own
    Vector64 before = hn::Zero(Lanes64());
    Vector64 any = hn::Zero(Lanes64());
    const auto add = [&](std::size_t c, Vector64 here) ONEDIAL_INLINE_LAMBDA {
      const Vector64 own = choose(shifted, before, here);
      in_class_[c].part[p] = own;
      any = hn::Or(any, own);
      before = here;
    };
    if constexpr (few != 0) {
      unrolled<few>([&](auto c) ONEDIAL_INLINE_LAMBDA { add(c, low[c]); });
    } else {
      for (std::size_t c = 0; c < size();) {
        Vector64 high = ones;
        unrolled<K - 2>([&](auto k) ONEDIAL_INLINE_LAMBDA {
          high = hn::AndNot(hn::Xor(bit[k + 2], hn::Set(Lanes64(), spread_bit(c, k + 2))), high);
        });
        for (const Vector64& four : low) {
          if (c < size()) {
            add(c++, hn::And(four, high));
          }
        }
      }
    }
    all_.part[p] = any;
    if constexpr (from_changes) {
      for (std::size_t c = size(); c > 1; --c) {
        in_class_[c - 2].part[p] = hn::Or(in_class_[c - 2].part[p], in_class_[c - 1].part[p]);
      }
    }
  }

  const BitsThresholds::Table& table_;
  Wide all_;
  Wide in_class_[few != 0 ? few : std::size_t{1} << K];  // NOLINT(modernize-avoid-c-arrays)
};

/// Which of `undecided` draw a number below their threshold: compared place by place from the highest, for
/// as long as a replica is undecided. That is asked after every few places only: a wrong guess of where the
/// loop ends costs the processor more than some places too many.
template <class SomeClasses>
HWY_INLINE Wide draw_below(const SomeClasses& classes, Wide undecided, RandomPlaces& random) {
  constexpr std::size_t stride = 4;
  Wide below = broadcast_wide(0);
  for (std::size_t first = 0; first < BitsThresholds::places && !none(undecided); first += stride) {
    unrolled<stride>([&](auto k) ONEDIAL_INLINE_LAMBDA {
      const Wide threshold = classes.threshold(first + k);
      const Wide number = random(first + k);
      // Below where the threshold has a 1 and the number a 0; still undecided where both are equal.
      for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA {
        below.part[p] =
            hn::OrAnd(below.part[p], undecided.part[p], hn::AndNot(number.part[p], threshold.part[p]));
        undecided.part[p] = and_equal(undecided.part[p], threshold.part[p], number.part[p]);
      });
    });
  }
  return below;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
