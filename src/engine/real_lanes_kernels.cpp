#include "real_lanes_kernels.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "acceptance.hpp"
#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/real_lanes_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "energy_bar-inl.hpp"
#include "random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

using Doubles = hn::CappedTag<double, 8>;
using DoubleVector = hn::Vec<Doubles>;
using Floats = hn::CappedTag<float, 16>;

inline constexpr std::size_t double_step = hn::MaxLanes(Doubles());
inline constexpr std::size_t double_parts = RealLanes::lanes / double_step;

HWY_INLINE DoubleVector load_reals(const RealLanes& reals, std::size_t p) {
  return hn::LoadU(Doubles(), reals.lane.data() + p * double_step);
}

/// Bars of single precision are this close to those of `energy_bar`: no bar is higher than ln(2³³) = 22.9.
constexpr double greatest_slack = bar_slack * 24.0;

/// Random bars for 16 replicas and the next few units: a bar takes many steps that wait for each other, so
/// that several at a time cost little more than one.
template <KernelKind kernel>
class Bars {
 public:
  static constexpr std::size_t units = 8;

  HWY_INLINE explicit Bars(const RandomWords& words) : random_(words) {}

  HWY_INLINE void draw() {
    const Floats d;
    const hn::RebindToUnsigned<Floats> du;
    for (std::size_t unit = 0; unit < units; ++unit) {
      store_wide(random_(), reinterpret_cast<std::uint64_t*>(bits_.data() + unit * RealLanes::lanes));
    }
    for (std::size_t k = 0; k < bits_.size(); k += hn::Lanes(d)) {
      hn::StoreU(energy_bar<kernel>(d, hn::LoadU(du, bits_.data() + k)), d, bars_.data() + k);
    }
  }
  /// The bars of the `unit`th unit for the replicas in register p.
  [[nodiscard]] HWY_INLINE DoubleVector get(std::size_t unit, std::size_t p) const {
    const float* from = bars_.data() + unit * RealLanes::lanes + p * double_step;
    return hn::PromoteTo(Doubles(), hn::LoadU(hn::Rebind<float, Doubles>(), from));
  }
  /// What the bar was made from.
  [[nodiscard]] HWY_INLINE std::uint32_t bits(std::size_t unit, std::size_t lane) const {
    return bits_[unit * RealLanes::lanes + lane];
  }
  HWY_INLINE void store(RandomWords& words) const { random_.store(words); }

 private:
  WordSource random_;
  alignas(64) std::array<std::uint32_t, units * RealLanes::lanes> bits_{};
  alignas(64) std::array<float, units * RealLanes::lanes> bars_{};
};

HWY_INLINE std::uint32_t bits_of(hn::Mask<Doubles> mask, std::size_t p) {
  std::array<std::uint8_t, 8> bytes{};
  hn::StoreMaskBits(Doubles(), mask, bytes.data());
  return std::uint32_t{bytes[0]} << (p * double_step);
}

template <KernelKind kernel>
Index sweep_real_lanes(const RealLanesSweep& sweep) {
  const Doubles d;
  const RealLanesModel& model = sweep.model;
  // A flip costs 2·s·f units. At T = 0 the greatest number stands for 1/T, so that a tie stays 0.
  RealLanes scales;
  for (std::size_t lane = 0; lane < RealLanes::lanes; ++lane) {
    scales.lane[lane] =
        std::min(2 * model.unit / sweep.temperatures[lane].value(), std::numeric_limits<double>::max());
  }
  Bars<kernel> bars(sweep.random);
  DoubleVector scale[double_parts];  // NOLINT(modernize-avoid-c-arrays)
  DoubleVector gains[double_parts];  // NOLINT(modernize-avoid-c-arrays)
  unrolled<double_parts>([&](auto p) ONEDIAL_INLINE_LAMBDA {
    scale[p] = load_reals(scales, p);
    gains[p] = load_reals(sweep.energies, p);
  });
  Index flips = 0;
  const std::size_t visits = sweep.visits.empty() ? model.size() : sweep.visits.size();
  for (std::size_t visit = 0; visit < visits; ++visit) {
    const std::size_t index = sweep.visits.empty() ? visit : sweep.visits[visit];
    RealLanes& spins = sweep.spins[index];
    DoubleVector field[double_parts];  // NOLINT(modernize-avoid-c-arrays)
    unrolled<double_parts>([&](auto p) ONEDIAL_INLINE_LAMBDA { field[p] = hn::Set(d, model.fields[index]); });
    const std::size_t last = model.row_starts[index + 1];
    for (std::size_t k = model.row_starts[index]; k < last; ++k) {
      const auto coupling = hn::Set(d, model.couplings[k].value);
      const RealLanes& neighbour = sweep.spins[model.couplings[k].column];
      unrolled<double_parts>([&](auto p) ONEDIAL_INLINE_LAMBDA {
        // Exact products: the same bits with and without a fused instruction.
        field[p] = hn::MulAdd(coupling, load_reals(neighbour, p), field[p]);
      });
    }
    const std::size_t turn = visit % Bars<kernel>::units;
    if (turn == 0) {
      bars.draw();
    }
    DoubleVector aligned[double_parts];    // NOLINT(modernize-avoid-c-arrays)
    hn::Mask<Doubles> flip[double_parts];  // NOLINT(modernize-avoid-c-arrays)
    auto close = hn::MaskFromVec(hn::Zero(d));
    unrolled<double_parts>([&](auto p) ONEDIAL_INLINE_LAMBDA {
      aligned[p] = hn::Mul(load_reals(spins, p), field[p]);
      const auto margin = hn::Sub(bars.get(turn, p), hn::Mul(aligned[p], scale[p]));
      flip[p] = hn::Gt(margin, hn::Zero(d));
      close = hn::Or(close, hn::Le(hn::Abs(margin), hn::Set(d, greatest_slack)));
    });
    if (HWY_UNLIKELY(!hn::AllFalse(d, close))) {
      // Too close to call with single precision.
      HWY_ALIGN std::array<double, RealLanes::lanes> yes{};
      unrolled<double_parts>(
          [&](auto p) ONEDIAL_INLINE_LAMBDA { hn::StoreU(aligned[p], d, yes.data() + p * double_step); });
      for (std::size_t lane = 0; lane < RealLanes::lanes; ++lane) {
        const double flip_energy = 2 * yes[lane] * model.unit;
        yes[lane] = passes_bar(kernel, flip_energy, sweep.temperatures[lane], bars.bits(turn, lane)) ? 1 : -1;
      }
      unrolled<double_parts>([&](auto p) ONEDIAL_INLINE_LAMBDA {
        flip[p] = hn::Gt(hn::LoadU(d, yes.data() + p * double_step), hn::Zero(d));
      });
    }
    std::uint32_t flipped = 0;
    unrolled<double_parts>([&](auto p) ONEDIAL_INLINE_LAMBDA {
      const auto spin = load_reals(spins, p);
      hn::StoreU(hn::IfThenElse(flip[p], hn::Neg(spin), spin), d, spins.lane.data() + p * double_step);
      gains[p] = hn::Add(gains[p], hn::IfThenElseZero(flip[p], hn::Add(aligned[p], aligned[p])));
      flipped |= bits_of(flip[p], p);
    });
    flips += std::popcount(flipped & sweep.counted);
  }
  unrolled<double_parts>([&](auto p) ONEDIAL_INLINE_LAMBDA {
    hn::StoreU(gains[p], d, sweep.energies.lane.data() + p * double_step);
  });
  bars.store(sweep.random);
  return flips;
}

RealLanesKernel choose_real_lanes(KernelKind kernel) {
  return kernel == KernelKind::heat_bath ? &sweep_real_lanes<KernelKind::heat_bath>
                                         : &sweep_real_lanes<KernelKind::metropolis>;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(choose_real_lanes);

RealLanesKernel real_lanes_kernel(KernelKind kernel) {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(choose_real_lanes)(kernel);
}

}  // namespace onedial
#endif
