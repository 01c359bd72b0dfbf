#include "dense_batch_kernels.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "acceptance.hpp"
#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/dense_batch_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "bits_logic-inl.hpp"
#include "energy_bar-inl.hpp"
#include "random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::RebindToSigned<Floats>;
using Words32 = hn::Rebind<std::uint32_t, Lanes64>;

/// In each lane, how many bits `row` and the levels at `levels` (one word every 64) have in common.
#if HWY_TARGET == HWY_SCALAR
HWY_INLINE Vector64 common_bits(const std::uint64_t* row, const std::uint64_t* levels, std::size_t words) {
  int count = 0;
  for (std::size_t word = 0; word < words; ++word) {
    count += std::popcount(row[word] & levels[word * dense_batch_lanes]);
  }
  return hn::Set(Lanes64(), static_cast<std::uint64_t>(count));
}
#else
HWY_INLINE Vector64 common_bits(const std::uint64_t* row, const std::uint64_t* levels, std::size_t words) {
  // Harley and Seal's tree of carry-save adders (Warren, Hacker's Delight, 2nd ed., 5-1): of eight words only
  // the carry out of the third place has to be counted.
  const Lanes64 d;
  const hn::Repartition<std::uint8_t, Lanes64> bytes;
  constexpr std::size_t block = DenseBatchModel::block_words;
  constexpr std::size_t most_blocks = 255 / 8;  // whose counts fit into bytes
  Vector64 ones = hn::Zero(d);
  Vector64 twos = hn::Zero(d);
  Vector64 fours = hn::Zero(d);
  Vector64 eights = hn::Zero(d);
  const auto common = [&](std::size_t word) ONEDIAL_INLINE_LAMBDA {
    return hn::And(hn::Set(d, row[word]), hn::Load(d, levels + word * dense_batch_lanes));
  };
  for (std::size_t first = 0; first < words;) {
    auto counts = hn::Zero(bytes);
    const std::size_t last = std::min(words, first + most_blocks * block);
    for (; first < last; first += block) {
      Vector64 carry2[4];  // NOLINT(modernize-avoid-c-arrays): std::array loses the registers' attributes
      unrolled<4>([&](auto k) ONEDIAL_INLINE_LAMBDA {
        carry2[k] = full_add(ones, common(first + 2 * k), common(first + 2 * k + 1));
      });
      const Vector64 carry4 = full_add(twos, carry2[0], carry2[1]);
      const Vector64 carry8 = full_add(fours, carry4, full_add(twos, carry2[2], carry2[3]));
      counts = hn::Add(counts, hn::PopulationCount(hn::BitCast(bytes, carry8)));
    }
    eights = hn::Add(eights, hn::SumsOf8(counts));
  }
  const auto count = [&](Vector64 v)
                         ONEDIAL_INLINE_LAMBDA { return hn::PopulationCount(hn::BitCast(bytes, v)); };
  const auto twice = [](auto v) ONEDIAL_INLINE_LAMBDA { return hn::Add(v, v); };
  const auto rest = hn::Add(twice(hn::Add(twice(count(fours)), count(twos))), count(ones));
  return hn::Add(hn::ShiftLeft<3>(eights), hn::SumsOf8(rest));
}
#endif

template <KernelKind kernel>
class DenseBatch {
 public:
  HWY_INLINE explicit DenseBatch(const DenseBatchSweep& sweep) : sweep_(sweep), random_(sweep.random) {
    for (std::size_t lane = 0; lane < dense_batch_lanes; ++lane) {
      // A flip costs 2·s·f units. At T = 0 the greatest number stands for 1/T, so that a tie stays 0.
      scales_[lane] = static_cast<float>(std::min<double>(
          2 * sweep.model.unit / sweep.temperatures[lane].value(), std::numeric_limits<float>::max()));
    }
  }

  HWY_INLINE Index run() {
    const std::size_t visits = sweep_.visits.empty() ? sweep_.model.size() : sweep_.visits.size();
    for (std::size_t visit = 0; visit < visits; ++visit) {
      const std::size_t unit = sweep_.visits.empty() ? visit : sweep_.visits[visit];
      sum_rows(unit);
      flip(unit, decide(unit));
    }
    random_.store(sweep_.random);
    return flips_;
  }

 private:
  /// Σₖ 2ᵏ·|rowₖ ∧ b| and the unit's own level, in every replica.
  HWY_INLINE void sum_rows(std::size_t unit) {
    const Lanes64 d;
    const Words32 d32;
    const DenseBatchModel& model = sweep_.model;
    const std::uint64_t* own_levels = sweep_.levels + unit / 64 * dense_batch_lanes;
    for (std::size_t lane = 0; lane < dense_batch_lanes; lane += hn::Lanes(d)) {
      Vector64 sum = hn::Zero(d);
      for (std::size_t plane = model.planes; plane-- > 0;) {
        const std::uint64_t* row = model.row(unit) + plane * model.words;
        sum = hn::Add(hn::Add(sum, sum), common_bits(row, sweep_.levels + lane, model.words));
      }
      const auto own = hn::And(
          hn::ShiftRightSame(hn::Load(d, own_levels + lane), static_cast<int>(unit % 64)), hn::Set(d, 1));
      hn::StoreU(hn::TruncateTo(d32, sum), d32, sums_.data() + lane);
      hn::StoreU(hn::TruncateTo(d32, own), d32, own_.data() + lane);
    }
  }

  /// Which replicas flip the unit, one bit each.
  HWY_INLINE std::uint64_t decide(std::size_t unit) {
    const Floats d;
    const Ints di;
    const hn::RebindToUnsigned<Floats> du;
    const DenseBatchModel& model = sweep_.model;
    std::uint64_t sure = 0;
    std::uint64_t perhaps = 0;
    for (std::size_t lane = 0; lane < dense_batch_lanes; lane += 16) {
      store_wide(random_(), reinterpret_cast<std::uint64_t*>(bits_.data() + lane));
    }
    for (std::size_t lane = 0; lane < dense_batch_lanes; lane += hn::Lanes(d)) {
      const auto own = hn::BitCast(di, hn::Load(du, own_.data() + lane));
      const auto others_up = hn::Sub(hn::LoadU(di, sweep_.ups + lane), own);
      const auto sum = hn::BitCast(di, hn::Load(du, sums_.data() + lane));
      const auto half =
          hn::Add(hn::Mul(hn::Set(di, model.base), others_up), hn::Mul(hn::Set(di, model.step), sum));
      const auto field = hn::Add(hn::Set(di, model.constants[unit]), hn::Add(half, half));
      const auto sign = hn::Sub(own, hn::Set(di, 1));  // −1 for s = −1
      const auto aligned = hn::Sub(hn::Xor(field, sign), sign);
      hn::Store(aligned, di, aligned_.data() + lane);
      const auto reduced = hn::Mul(hn::ConvertTo(d, aligned), hn::Load(d, scales_.data() + lane));
      const auto bar = energy_bar<kernel>(d, hn::Load(du, bits_.data() + lane));
      const auto slack = hn::Mul(hn::Set(d, bar_slack), hn::Add(hn::Set(d, 1.0F), hn::Abs(bar)));
      sure |= bits_of(hn::Lt(reduced, hn::Sub(bar, slack))) << lane;
      perhaps |= bits_of(hn::Le(reduced, hn::Add(bar, slack))) << lane;
    }
    for (std::uint64_t open = perhaps & ~sure; open != 0; open &= open - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(open));
      const double flip_energy = 2 * static_cast<double>(aligned_[lane]) * model.unit;
      if (passes_bar(kernel, flip_energy, sweep_.temperatures[lane], bits_[lane])) {
        sure |= std::uint64_t{1} << lane;
      }
    }
    return sure;
  }

  static HWY_INLINE std::uint64_t bits_of(hn::Mask<Floats> mask) {
    std::array<std::uint8_t, 8> bytes{};
    hn::StoreMaskBits(Floats(), mask, bytes.data());
    return bytes[0] | (std::uint64_t{bytes[1]} << 8U);
  }

  HWY_INLINE void flip(std::size_t unit, std::uint64_t flipped) {
    flips_ += std::popcount(flipped & sweep_.counted);
    std::uint64_t* levels = sweep_.levels + unit / 64 * dense_batch_lanes;
    const std::uint64_t bit = std::uint64_t{1} << (unit % 64);
    for (; flipped != 0; flipped &= flipped - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(flipped));
      levels[lane] ^= bit;
      sweep_.ups[lane] += own_[lane] != 0 ? -1 : 1;
      sweep_.energies[lane] += 2 * std::int64_t{aligned_[lane]};
    }
  }

  const DenseBatchSweep& sweep_;
  WordSource random_;
  Index flips_ = 0;
  alignas(64) std::array<float, dense_batch_lanes> scales_{};
  alignas(64) std::array<std::uint32_t, dense_batch_lanes> sums_{};
  alignas(64) std::array<std::uint32_t, dense_batch_lanes> own_{};
  alignas(64) std::array<std::int32_t, dense_batch_lanes> aligned_{};
  alignas(64) std::array<std::uint32_t, dense_batch_lanes> bits_{};
};

template <KernelKind kernel>
Index sweep_dense_batch(const DenseBatchSweep& sweep) {
  return DenseBatch<kernel>(sweep).run();
}

DenseBatchKernel choose_dense_batch(KernelKind kernel) {
  return kernel == KernelKind::heat_bath ? &sweep_dense_batch<KernelKind::heat_bath>
                                         : &sweep_dense_batch<KernelKind::metropolis>;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(choose_dense_batch);

DenseBatchKernel dense_batch_kernel(KernelKind kernel) {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(choose_dense_batch)(kernel);
}

}  // namespace onedial
#endif
