// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_BYTE_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_BYTE_VECTORS_INL
#undef ONEDIAL_BYTE_VECTORS_INL
#else
#define ONEDIAL_BYTE_VECTORS_INL
#endif

#include "byte_lanes_kernels.hpp"
#include "engine/wide-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {
#if HWY_TARGET != HWY_SCALAR

using Lanes8 = hn::CappedTag<std::int8_t, 64>;
using UnsignedLanes8 = hn::RebindToUnsigned<Lanes8>;
using Lanes32 = hn::Repartition<std::uint32_t, Lanes8>;
using Vector8 = hn::Vec<Lanes8>;
using UnsignedVector8 = hn::Vec<UnsignedLanes8>;
using ByteMask = hn::Mask<Lanes8>;

/// A byte for each of 64 replicas, in as many registers as they take.
inline constexpr std::size_t byte_parts = Wide::parts;
struct Bytes {
  Vector8 part[byte_parts];  // NOLINT(modernize-avoid-c-arrays): std::array loses the registers' attributes
};

template <class Function>
HWY_INLINE void each_part(Function f) {
  unrolled<byte_parts>(f);
}

HWY_INLINE Vector8 load_bytes(const ByteLanes& bytes, std::size_t p) {
  return hn::Load(Lanes8(), bytes.lane.data() + p * hn::Lanes(Lanes8()));
}
HWY_INLINE void store_bytes(Vector8 v, ByteLanes& bytes, std::size_t p) {
  hn::Store(v, Lanes8(), bytes.lane.data() + p * hn::Lanes(Lanes8()));
}

/// a ≥ b.
HWY_INLINE ByteMask reaches(UnsignedVector8 a, UnsignedVector8 b) {
#if HWY_TARGET == HWY_AVX3
  return ByteMask{_mm512_cmpge_epu8_mask(a.raw, b.raw)};
#else
  return hn::RebindMask(Lanes8(), hn::Eq(hn::Max(a, b), a));
#endif
}
HWY_INLINE ByteMask equals(UnsignedVector8 a, UnsignedVector8 b) {
  return hn::RebindMask(Lanes8(), hn::Eq(a, b));
}

/// Bytes that one instruction can look up.
inline constexpr std::size_t table_block = 16;

/// Thresholds of one temperature and at most 16 classes. The operators of this and the next two give byte
/// `place` of the thresholds of the replicas in register p, whose fields are in `classes`.
class BlockThresholds {
 public:
  HWY_INLINE explicit BlockThresholds(const ByteThresholds::Table& table) : table_(table) {}

  HWY_INLINE UnsignedVector8 operator()(std::size_t place, std::size_t /*p*/, Vector8 classes) const {
    const auto block =
        hn::LoadDup128(UnsignedLanes8(), table_.bytes.data() + place * ByteThresholds::max_classes);
    return hn::TableLookupBytes(block, hn::BitCast(UnsignedLanes8(), classes));
  }
  [[nodiscard]] HWY_INLINE Vector8 certain(std::size_t p) const {
    return hn::LoadU(Lanes8(), table_.certain.data() + p * hn::Lanes(Lanes8()));
  }

 private:
  const ByteThresholds::Table& table_;
};

/// Thresholds of one temperature.
class TableThresholds {
 public:
  HWY_INLINE explicit TableThresholds(const ByteThresholds::Table& table) : table_(table) {}

  HWY_INLINE UnsignedVector8 operator()(std::size_t place, std::size_t /*p*/, Vector8 classes) const {
    const UnsignedLanes8 d;
    const std::uint8_t* row = table_.bytes.data() + place * ByteThresholds::max_classes;
    auto result = hn::Zero(d);
    auto index = hn::BitCast(d, classes);
    for (std::size_t first = 0; first < table_.classes; first += table_block) {
      // 0x70 … 0x7F in this block; any other gets its highest bit set, which makes the lookup give 0.
      const auto in_block = hn::SaturatedAdd(index, hn::Set(d, 0x70));
      result = hn::Or(result, hn::TableLookupBytesOr0(hn::LoadDup128(d, row + first), in_block));
      index = hn::Sub(index, hn::Set(d, table_block));
    }
    return result;
  }
  [[nodiscard]] HWY_INLINE Vector8 certain(std::size_t p) const {
    return hn::LoadU(Lanes8(), table_.certain.data() + p * hn::Lanes(Lanes8()));
  }

 private:
  const ByteThresholds::Table& table_;
};

/// Thresholds of a temperature for each replica.
class LaneThresholds {
 public:
  HWY_INLINE explicit LaneThresholds(const ByteThresholds::Table& table) : table_(table) {}

  HWY_INLINE UnsignedVector8 operator()(std::size_t place, std::size_t p, Vector8 classes) const {
    const UnsignedLanes8 d;
    const std::uint8_t* row =
        table_.bytes.data() + (place * ByteThresholds::max_classes * byte_parts + p) * hn::Lanes(d);
    auto result = hn::Zero(d);
    for (std::size_t c = 0; c < table_.classes; ++c) {
      const auto here = hn::Eq(hn::BitCast(d, classes), hn::Set(d, static_cast<std::uint8_t>(c)));
      result = hn::Or(result, hn::IfThenElseZero(here, hn::LoadU(d, row + c * ByteThresholds::lanes)));
    }
    return result;
  }
  [[nodiscard]] HWY_INLINE Vector8 certain(std::size_t p) const {
    return hn::LoadU(Lanes8(), table_.certain.data() + p * hn::Lanes(Lanes8()));
  }

 private:
  const ByteThresholds::Table& table_;
};

#endif
}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
