// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_BITS_FIELD_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_BITS_FIELD_INL
#undef ONEDIAL_BITS_FIELD_INL
#else
#define ONEDIAL_BITS_FIELD_INL
#endif

#include "bits_kernels.hpp"
#include "engine/bits_logic-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// Counts the inputs of one unit in the places 0 … K, for one part of the 512 replicas, by a tree of
/// carry-save adders (Harley and Seal).
template <std::size_t K, bool mixed>
class FieldCount {
 public:
  HWY_INLINE FieldCount(const BitsModel& model, const BitsWord* levels, std::size_t part)
      : model_(model), levels_(levels), part_(part) {}

  HWY_INLINE void count(const BitsModel::Unit& unit) {
    unrolled<K + 1>([&](auto k)
                        ONEDIAL_INLINE_LAMBDA { place_[k] = hn::Set(Lanes64(), spread_bit(unit.bias, k)); });
    std::uint32_t next = unit.first;
    for (std::uint32_t rest = unit.count / 8; rest != 0; --rest, next += 8) {
      const Vector64 four_a = add_four(next);
      const Vector64 four_b = add_four(next + 4);
      carry<3>(full_add(place_[2], four_a, four_b));
    }
    if ((unit.count & 4U) != 0) {
      carry<2>(add_four(next));
      next += 4;
    }
    if ((unit.count & 2U) != 0) {
      carry<1>(full_add(place_[0], input(next), input(next + 1)));
      next += 2;
    }
    if ((unit.count & 1U) != 0) {
      carry<0>(input(next));
    }
    for (std::uint32_t h = unit.heavy_first; h < unit.heavy_first + unit.heavy_count; ++h) {
      const BitsModel::HeavyInput& heavy = model_.heavy[h];
      Vector64 bit = hn::Xor(load(heavy.unit), hn::Set(Lanes64(), spread_bit(heavy.negative, 0)));
      for (std::size_t k = heavy.level; k <= K; ++k) {
        bit = half_add(place_[k], bit);
      }
    }
  }

  [[nodiscard]] HWY_INLINE Vector64 place(std::size_t k) const { return place_[k]; }

 private:
  [[nodiscard]] HWY_INLINE Vector64 load(std::uint32_t unit) const {
    return hn::Load(Lanes64(), levels_[unit].bits.data() + part_ * Wide::step);
  }
  [[nodiscard]] HWY_INLINE Vector64 input(std::uint32_t index) const {
    const Vector64 level = load(model_.inputs[index]);
    if constexpr (mixed) {
      static constexpr std::uint64_t signs[2] = {0, ~std::uint64_t{0}};  // NOLINT(modernize-avoid-c-arrays)
      return hn::Xor(level, hn::Set(Lanes64(), signs[model_.negative[index]]));
    } else {
      return level;
    }
  }
  /// Adds four inputs to the places 0 and 1; returns the carry into place 2.
  HWY_INLINE Vector64 add_four(std::uint32_t index) {
    const Vector64 two_a = full_add(place_[0], input(index), input(index + 1));
    const Vector64 two_b = full_add(place_[0], input(index + 2), input(index + 3));
    return full_add(place_[1], two_a, two_b);
  }
  /// The count fits: nothing is carried out of place K.
  template <std::size_t from>
  HWY_INLINE void carry(Vector64 bit) {
    if constexpr (from <= K) {
      unrolled<K - from>([&](auto k) ONEDIAL_INLINE_LAMBDA { bit = half_add(place_[from + k], bit); });
      place_[K] = hn::Xor(place_[K], bit);
    }
  }

  const BitsModel& model_;
  const BitsWord* levels_;
  std::size_t part_;
  Vector64 place_[K + 1];  // NOLINT(modernize-avoid-c-arrays)
};

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
