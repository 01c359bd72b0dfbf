#include "bits_kernels.hpp"

#include <bit>

#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/bits_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "bits_decision-inl.hpp"
#include "bits_field-inl.hpp"
#include "bits_logic-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// The flips of a sweep and the energy that they gave off, in counters that are emptied in two steps.
template <std::size_t K>
class Ledger {
 public:
  /// Flips count in the replicas of `counted`; energies go to `energies` (512).
  HWY_INLINE Ledger(const BitsWord& counted, std::int64_t* energies)
      : counted_(counted), energies_(energies) {
    gains_.clear();
    flips_.clear();
    many_gains_.clear();
  }

  /// Enters the unit whose levels turned from `old` to `level`, in the gauge where negated couplings are
  /// positive. `count` (K + 1) is half its field, counted from −2^K upwards and rounded down. A flip ends in
  /// a field of `count` for level 1 and of the complement for level 0, plus 1 if even; no flip counts as 2^K,
  /// which stands for 0. The lowest place is the half that odd fields have in addition.
  HWY_INLINE void enter(bool odd, const Wide* count, const Wide& level, const Wide& flip) {
    const Vector64 is_odd = hn::Set(Lanes64(), odd ? ~std::uint64_t{0} : 0);
    for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA {
      const Vector64 one_more = hn::AndNot(level.part[p], hn::AndNot(is_odd, flip.part[p]));
      Vector64 carry = half_add(gains_.place[0].part[p], hn::And(flip.part[p], is_odd));
      carry = hn::Or(carry, one_more);  // never both
      unrolled<K>([&](auto k) ONEDIAL_INLINE_LAMBDA {
        const Vector64 bit = hn::AndNot(hn::Xor(count[k].part[p], level.part[p]), flip.part[p]);
        carry = full_add(gains_.place[k + 1].part[p], bit, carry);
      });
      const Vector64 top = hn::Not(hn::And(flip.part[p], hn::Xor(count[K].part[p], level.part[p])));
      carry = full_add(gains_.place[K + 1].part[p], top, carry);
      gains_.template ripple<K + 2>(p, carry);
      flips_.template ripple<0>(p, flip.part[p]);
    });
    if (++entered_ == few) {
      collect();
    }
  }

  /// Empties the counters; returns the number of flips.
  HWY_INLINE Index close() {
    collect();
    flush();
    return flip_total_;
  }

 private:
  static constexpr std::size_t few = 7;           // entries that the small counters have room for
  static constexpr std::size_t many = 127 * few;  // entries that the large ones have room for

  HWY_INLINE void collect() {
    many_gains_.add(gains_);
    gains_.clear();
    collected_ += entered_;
    entered_ = 0;
    unrolled<3>([&](auto k) ONEDIAL_INLINE_LAMBDA {
      HWY_ALIGN std::uint64_t words[8];  // NOLINT(modernize-avoid-c-arrays)
      store_wide(flips_.place[k], words);
      for (std::size_t word = 0; word < 8; ++word) {
        flip_total_ += Index{std::popcount(words[word] & counted_.bits[word])} << k;
      }
    });
    flips_.clear();
    if (collected_ == many) {
      flush();
    }
  }

  /// A flip that ends in the field f = 2·count (+ 1) lowers the energy by 2f.
  HWY_INLINE void flush() {
    add_to_lanes(many_gains_, -2, energies_);
    many_gains_.clear();
    for (std::size_t lane = 0; lane < BitsThresholds::lanes; ++lane) {
      energies_[lane] += static_cast<std::int64_t>(collected_ << (K + 2));
    }
    collected_ = 0;
  }

  Counters<K + 2 + 3> gains_;
  Counters<3> flips_;
  Counters<K + 2 + 10> many_gains_;
  std::size_t entered_ = 0;
  std::size_t collected_ = 0;
  Index flip_total_ = 0;
  const BitsWord& counted_;
  std::int64_t* energies_;
};

/// The new levels of a unit (in the gauge where negated couplings are positive) from its old ones.
template <std::size_t K, bool uniform, std::size_t few>
HWY_INLINE Wide decide(const BitsSweep& sweep, bool odd, const Wide* count, const Wide& old,
                       RandomPlaces& random) {
  const Classes<K, uniform, few> classes(sweep.thresholds.table(odd), odd, count);
  const Wide& favoured = count[K];
  if (sweep.kernel == KernelKind::heat_bath) {
    const Wide against = draw_below(classes, classes.all(), random);
    return map([](auto f, auto a) ONEDIAL_INLINE_LAMBDA { return hn::Xor(f, a); }, favoured, against);
  }
  const Wide certain =
      map([](auto o, auto f, auto a) ONEDIAL_INLINE_LAMBDA { return hn::Or(hn::Xor(o, f), a); }, old,
          favoured, classes.threshold(BitsThresholds::certain));
  const Wide open =
      map([](auto c, auto a) ONEDIAL_INLINE_LAMBDA { return hn::AndNot(c, a); }, certain, classes.all());
  const Wide drawn = draw_below(classes, open, random);
  return map([](auto o, auto c, auto d) ONEDIAL_INLINE_LAMBDA { return xor3(o, c, d); }, old, certain, drawn);
}

template <std::size_t K, bool uniform>
HWY_INLINE Wide decide(const BitsSweep& sweep, bool odd, const Wide* count, const Wide& old,
                       RandomPlaces& random) {
  if constexpr (K == 2 && uniform) {
    switch (sweep.thresholds.table(odd).classes) {
      case 1:
      case 2:
        return decide<K, uniform, 2>(sweep, odd, count, old, random);
      case 3:
        return decide<K, uniform, 3>(sweep, odd, count, old, random);
      case 4:
        return decide<K, uniform, 4>(sweep, odd, count, old, random);
      default:
        break;
    }
  }
  return decide<K, uniform, 0>(sweep, odd, count, old, random);
}

template <std::size_t K, bool mixed, bool uniform>
HWY_NOINLINE Index run(const BitsSweep& sweep) {
  const BitsModel& model = sweep.model;
  const Wide negated = broadcast_wide(model.negated ? ~std::uint64_t{0} : 0);
  RandomPlaces random(sweep.random, sweep.shared_random);
  Ledger<K> ledger(sweep.counted, sweep.energies);
  const std::size_t visits = sweep.visits.empty() ? model.units.size() : sweep.visits.size();
  for (std::size_t visit = 0; visit < visits; ++visit) {
    const std::size_t index = sweep.visits.empty() ? visit : sweep.visits[visit];
    const BitsModel::Unit& unit = model.units[index];
    Wide count[K + 1];  // NOLINT(modernize-avoid-c-arrays)
    for_parts([&](auto p) ONEDIAL_INLINE_LAMBDA {
      FieldCount<K, mixed> field(model, sweep.levels, p);
      field.count(unit);
      unrolled<K + 1>([&](auto k) ONEDIAL_INLINE_LAMBDA { count[k].part[p] = field.place(k); });
    });
    std::uint64_t* levels = sweep.levels[index].bits.data();
    const Wide old =
        map([](auto x, auto n) ONEDIAL_INLINE_LAMBDA { return hn::Xor(x, n); }, load_wide(levels), negated);
    random.next_unit();
    const Wide level = decide<K, uniform>(sweep, unit.odd, count, old, random);
    const Wide flip = map([](auto a, auto b) ONEDIAL_INLINE_LAMBDA { return hn::Xor(a, b); }, old, level);
    store_wide(map([](auto x, auto n) ONEDIAL_INLINE_LAMBDA { return hn::Xor(x, n); }, level, negated),
               levels);
    ledger.enter(unit.odd, count, level, flip);
  }
  random.store(sweep.random);
  return ledger.close();
}

/// Different temperatures are not worth a copy for couplings of one sign.
template <std::size_t K, bool mixed>
Index sweep_bits(const BitsSweep& sweep) {
  return sweep.thresholds.uniform() ? run<K, mixed, true>(sweep) : run<K, true, false>(sweep);
}

BitsKernel choose_kernel(unsigned sign_bit, bool mixed) {
  if (sign_bit == 2) {
    return mixed ? &sweep_bits<2, true> : &sweep_bits<2, false>;
  }
  return mixed ? &sweep_bits<6, true> : &sweep_bits<6, false>;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(choose_kernel);

BitsKernel bits_kernel(const BitsModel& model) {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(choose_kernel)(model.sign_bit, model.mixed);
}

}  // namespace onedial
#endif
