// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_BYTE_LANES_VECTOR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_BYTE_LANES_VECTOR_INL
#undef ONEDIAL_BYTE_LANES_VECTOR_INL
#else
#define ONEDIAL_BYTE_LANES_VECTOR_INL
#endif

#include "byte_lanes_kernels.hpp"
#include "engine/byte_vectors-inl.hpp"
#include "engine/random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {
#if HWY_TARGET != HWY_SCALAR

/// The flips of a sweep and the energy that they gave off: bytes, emptied into 16 bits before they can
/// overflow, and these into 64.
class ByteLedger {
 public:
  HWY_INLINE explicit ByteLedger(const ByteLanesSweep& sweep)
      : sweep_(sweep), period_(max_byte_strength / std::max(sweep.model.max_strength, 1)) {
    each_part([&](auto p) ONEDIAL_INLINE_LAMBDA {
      clear(p);
      flip_total_[p] = hn::Zero(Lanes64());
      even_[p] = hn::Zero(Lanes16());
      odd_[p] = hn::Zero(Lanes16());
    });
  }

  /// Enters a unit that turned from `old` to `now` in the field f; a flip lowers the energy by 2 s f, with
  /// the new s.
  HWY_INLINE void enter(std::size_t p, Vector8 old, Vector8 now, Vector8 field) {
    const Vector8 flip = hn::Xor(old, now);
    const Vector8 aligned = hn::Sub(hn::Xor(field, now), now);
    gains_[p] = hn::Add(gains_[p], hn::And(aligned, flip));
    flips_[p] = hn::Sub(flips_[p], flip);
  }

  /// To be called once a unit.
  HWY_INLINE void next() {
    if (++entered_ == period_) {
      collect();
    }
  }

  /// Empties the counters; returns the number of flips.
  HWY_INLINE Index close() {
    collect();
    flush();
    std::uint64_t total = 0;
    each_part([&](auto p)
                  ONEDIAL_INLINE_LAMBDA { total += hn::GetLane(hn::SumOfLanes(Lanes64(), flip_total_[p])); });
    return static_cast<Index>(total);
  }

 private:
  using Lanes16 = hn::RepartitionToWide<Lanes8>;

  HWY_INLINE void clear(std::size_t p) {
    gains_[p] = hn::Zero(Lanes8());
    flips_[p] = hn::Zero(Lanes8());
  }

  HWY_INLINE void collect() {
    each_part([&](auto p) ONEDIAL_INLINE_LAMBDA {
      const auto pairs = hn::BitCast(Lanes16(), gains_[p]);
      even_[p] = hn::Add(even_[p], hn::ShiftRight<8>(hn::ShiftLeft<8>(pairs)));
      odd_[p] = hn::Add(odd_[p], hn::ShiftRight<8>(pairs));
      const auto counted = hn::And(flips_[p], load_bytes(sweep_.counted, p));
      flip_total_[p] = hn::Add(flip_total_[p], hn::SumsOf8(hn::BitCast(UnsignedLanes8(), counted)));
      clear(p);
    });
    entered_ = 0;
    constexpr int most = 32767 / max_byte_strength;
    if (++collected_ == most) {
      flush();
    }
  }

  HWY_INLINE void flush() {
    each_part([&](auto p) ONEDIAL_INLINE_LAMBDA {
      constexpr std::size_t pairs = hn::MaxLanes(Lanes16());
      HWY_ALIGN std::int16_t even[pairs];  // NOLINT(modernize-avoid-c-arrays)
      HWY_ALIGN std::int16_t odd[pairs];   // NOLINT(modernize-avoid-c-arrays)
      hn::Store(even_[p], Lanes16(), even);
      hn::Store(odd_[p], Lanes16(), odd);
      std::int64_t* energies = sweep_.energies + p * 2 * pairs;
      for (std::size_t k = 0; k < pairs; ++k) {
        energies[2 * k] -= std::int64_t{2} * even[k];
        energies[2 * k + 1] -= std::int64_t{2} * odd[k];
      }
      even_[p] = hn::Zero(Lanes16());
      odd_[p] = hn::Zero(Lanes16());
    });
    collected_ = 0;
  }

  const ByteLanesSweep& sweep_;
  int period_;
  int entered_ = 0;
  int collected_ = 0;
  // NOLINTBEGIN(modernize-avoid-c-arrays): std::array loses the registers' attributes
  Vector8 gains_[byte_parts];
  Vector8 flips_[byte_parts];
  Vector64 flip_total_[byte_parts];
  hn::Vec<Lanes16> even_[byte_parts];
  hn::Vec<Lanes16> odd_[byte_parts];
  // NOLINTEND(modernize-avoid-c-arrays)
};

/// (h + Σ J)/2 + Σ J m, rounded down: half the unit's field.
HWY_INLINE Bytes half_field(const ByteLanesSweep& sweep, std::size_t index) {
  const ByteLanesModel& model = sweep.model;
  const ByteLanesModel::Unit& unit = model.units[index];
  const ByteLanesModel::Unit& next = model.units[index + 1];
  Bytes half;
  each_part([&](auto p) ONEDIAL_INLINE_LAMBDA { half.part[p] = hn::Set(Lanes8(), unit.half); });
  for (std::size_t k = unit.added; k < unit.subtracted; ++k) {
    const ByteLanes& spins = sweep.spins[model.columns[k]];
    each_part([&](auto p)
                  ONEDIAL_INLINE_LAMBDA { half.part[p] = hn::Add(half.part[p], load_bytes(spins, p)); });
  }
  for (std::size_t k = unit.subtracted; k < next.added; ++k) {
    const ByteLanes& spins = sweep.spins[model.columns[k]];
    each_part([&](auto p)
                  ONEDIAL_INLINE_LAMBDA { half.part[p] = hn::Sub(half.part[p], load_bytes(spins, p)); });
  }
  for (std::size_t k = unit.weighted; k < next.weighted; ++k) {
    const ByteLanes& spins = sweep.spins[model.weighted[k].column];
    const auto mask = hn::BitCast(Lanes8(), hn::Set(Lanes32(), model.weighted[k].mask));
    each_part([&](auto p) ONEDIAL_INLINE_LAMBDA {
      half.part[p] = hn::Add(half.part[p], hn::And(load_bytes(spins, p), mask));
    });
  }
  return half;
}

/// Where the comparison of a random number with its threshold stands, in one register's replicas.
struct Comparison {
  ByteMask reached;  ///< the number is at least the threshold, as far as it has been looked at
  ByteMask tied;     ///< and equal to it
};

template <KernelKind kernel, class SomeThresholds>
HWY_NOINLINE Index sweep_vectors(const ByteLanesSweep& sweep) {
  const SomeThresholds even(sweep.thresholds.table(false));
  const SomeThresholds odd(sweep.thresholds.table(true));
  WordSource random(sweep.random);
  ByteLedger ledger(sweep);
  const std::size_t visits = sweep.visits.empty() ? sweep.model.size() : sweep.visits.size();
  for (std::size_t visit = 0; visit < visits; ++visit) {
    const std::size_t index = sweep.visits.empty() ? visit : sweep.visits[visit];
    const bool is_odd = sweep.model.units[index].odd;
    const SomeThresholds& thresholds = is_odd ? odd : even;
    const Bytes half = half_field(sweep, index);
    const Wide number = random();
    // With c = −1 for odd fields and 0 for even ones, f is half − (c − half), and |f|/2 rounded down is the
    // greater of the two.
    const Vector8 c = hn::Set(Lanes8(), static_cast<std::int8_t>(is_odd ? -1 : 0));
    Bytes other;
    Comparison comparison[byte_parts];  // NOLINT(modernize-avoid-c-arrays)
    ByteMask open[byte_parts];          // NOLINT(modernize-avoid-c-arrays)
    ByteMask any = hn::MaskFromVec(hn::Zero(Lanes8()));
    each_part([&](auto p) ONEDIAL_INLINE_LAMBDA {
      other.part[p] = hn::Sub(c, half.part[p]);
      const auto threshold = thresholds(0, p, hn::Max(half.part[p], other.part[p]));
      const auto bytes = hn::BitCast(UnsignedLanes8(), number.part[p]);
      comparison[p] = {reaches(bytes, threshold), equals(bytes, threshold)};
      if constexpr (kernel == KernelKind::metropolis) {
        const Vector8 spin = load_bytes(sweep.spins[index], p);
        const Vector8 field = hn::Sub(half.part[p], other.part[p]);
        const Vector8 aligned = hn::Sub(hn::Xor(field, spin), spin);
        open[p] = hn::Gt(aligned, thresholds.certain(p));
        comparison[p].tied = hn::And(open[p], comparison[p].tied);
      }
      any = hn::Or(any, comparison[p].tied);
    });
    for (std::size_t place = 1; place < ByteThresholds::places && !hn::AllFalse(Lanes8(), any); ++place) {
      const Wide more = random();
      any = hn::MaskFromVec(hn::Zero(Lanes8()));
      each_part([&](auto p) ONEDIAL_INLINE_LAMBDA {
        const auto threshold = thresholds(place, p, hn::Max(half.part[p], other.part[p]));
        const auto bytes = hn::BitCast(UnsignedLanes8(), more.part[p]);
        auto& [reached, tied] = comparison[p];
        reached = hn::AndNot(hn::AndNot(reaches(bytes, threshold), tied), reached);
        tied = hn::And(tied, equals(bytes, threshold));
        any = hn::Or(any, tied);
      });
    }
    each_part([&](auto p) ONEDIAL_INLINE_LAMBDA {
      const Vector8 old = load_bytes(sweep.spins[index], p);
      Vector8 now;
      if constexpr (kernel == KernelKind::heat_bath) {
        // Down where the field is up, unless the number has reached the threshold; the other way round below.
        const auto up = hn::Gt(half.part[p], hn::Set(Lanes8(), -1));
        now = hn::VecFromMask(Lanes8(), hn::Xor(up, comparison[p].reached));
      } else {
        const auto stays = hn::And(open[p], comparison[p].reached);
        now = hn::Xor(old, hn::Not(hn::VecFromMask(Lanes8(), stays)));
      }
      store_bytes(now, sweep.spins[index], p);
      ledger.enter(p, old, now, hn::Sub(half.part[p], other.part[p]));
    });
    ledger.next();
  }
  random.store(sweep.random);
  return ledger.close();
}

#endif
}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
