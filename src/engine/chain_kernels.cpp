#include "chain_kernels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "acceptance.hpp"
#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/chain_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "energy_bar-inl.hpp"
#include "random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

using Floats = hn::CappedTag<float, 16>;
using FloatVector = hn::Vec<Floats>;

/// No bar of 32 random bits is higher: ln(2³³) = 22.9.
constexpr float beyond_all_bars = 23.0F;

/// One replica, and the sweep's temperature.
template <class Field, KernelKind kernel>
class Chain {
 public:
  HWY_INLINE Chain(const ChainModel<Field>& model, ChainReplica<Field>& replica, Temperature t)
      : model_(model), replica_(replica), temperature_(t), random_(replica.random) {
    // A flip costs 2·s·f units. At T = 0 the greatest number stands for 1/T, so that a tie stays 0.
    constexpr double most =
        std::is_integral_v<Field> ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
    scale_ = std::min(2 * model.unit / t.value(), most);
  }

  HWY_INLINE Index sweep(std::span<const std::uint32_t> visits) {
    if (visits.empty()) {
      for (std::size_t first = 0; first < model_.size; first += chain_block) {
        sweep_block(first);
      }
    } else {
      for (std::size_t visit = 0; visit < visits.size(); ++visit) {
        if (visit % chain_block == 0) {
          draw();
        }
        const std::size_t unit = visits[visit];
        if (passes_bar(kernel, flip_energy(unit), temperature_, bits_[visit % chain_block])) {
          flip(unit);
        }
      }
    }
    random_.store(replica_.random);
    return flips_;
  }

 private:
  /// Which of a block's units stay below their bars: for certain, and perhaps.
  struct Candidates {
    std::uint32_t sure = 0;
    std::uint32_t perhaps = 0;
  };

  HWY_INLINE void draw() { store_wide(random_(), reinterpret_cast<std::uint64_t*>(bits_.data())); }

  /// ΔE/T of the units from `unit` on, in single precision.
  HWY_INLINE FloatVector reduced(std::size_t unit) const {
    const Floats d;
    const Field* fields = replica_.fields.data() + unit;
    const Field* signs = replica_.signs.data() + unit;
    if constexpr (std::is_same_v<Field, double>) {
#if HWY_TARGET == HWY_SCALAR
      return hn::Set(d, static_cast<float>(*signs * *fields * scale_));
#else
      const hn::Half<Floats> dh;
      const hn::Rebind<double, decltype(dh)> dd;
      const auto half = [&](std::size_t at) ONEDIAL_INLINE_LAMBDA {
        const auto aligned = hn::Mul(hn::LoadU(dd, signs + at), hn::LoadU(dd, fields + at));
        return hn::DemoteTo(dh, hn::Mul(aligned, hn::Set(dd, scale_)));
      };
      return hn::Combine(d, half(hn::Lanes(dd)), half(0));
#endif
    } else {
      const hn::RebindToSigned<Floats> di;
      const hn::Rebind<Field, Floats> df;
      const auto sign = hn::LoadU(df, signs);
      const auto aligned = hn::Sub(hn::Xor(hn::LoadU(df, fields), sign), sign);
      return hn::Mul(hn::ConvertTo(d, widen(di, aligned)), hn::Set(d, static_cast<float>(scale_)));
    }
  }
  template <class D, class V>
  HWY_INLINE static auto widen(D di, V v) {
    if constexpr (std::is_same_v<Field, std::int16_t>) {
      return hn::PromoteTo(di, v);
    } else {
      return v;
    }
  }

  static HWY_INLINE std::uint32_t bits_of(hn::Mask<Floats> mask, std::size_t lane) {
    std::array<std::uint8_t, 8> bytes{};
    hn::StoreMaskBits(Floats(), mask, bytes.data());
    return (bytes[0] | (std::uint32_t{bytes[1]} << 8U)) << lane;
  }

  HWY_INLINE bool any_candidate(std::size_t first) const {
    const Floats d;
    FloatVector least = hn::Set(d, beyond_all_bars);
    for (std::size_t lane = 0; lane < chain_block; lane += hn::Lanes(d)) {
      least = hn::Min(least, reduced(first + lane));
    }
    return !hn::AllTrue(d, hn::Ge(least, hn::Set(d, beyond_all_bars)));
  }

  HWY_INLINE void set_bars() {
    const Floats d;
    const hn::RebindToUnsigned<Floats> du;
    draw();
    for (std::size_t lane = 0; lane < chain_block; lane += hn::Lanes(d)) {
      const auto bar = energy_bar<kernel>(d, hn::LoadU(du, bits_.data() + lane));
      const auto slack = hn::Mul(hn::Set(d, bar_slack), hn::Add(hn::Set(d, 1.0F), hn::Abs(bar)));
      hn::StoreU(hn::Sub(bar, slack), d, sure_.data() + lane);
      hn::StoreU(hn::Add(bar, slack), d, perhaps_.data() + lane);
    }
  }

  HWY_INLINE Candidates candidates(std::size_t first) const {
    const Floats d;
    Candidates result;
    for (std::size_t lane = 0; lane < chain_block; lane += hn::Lanes(d)) {
      const auto x = reduced(first + lane);
      result.sure |= bits_of(hn::Lt(x, hn::LoadU(d, sure_.data() + lane)), lane);
      result.perhaps |= bits_of(hn::Le(x, hn::LoadU(d, perhaps_.data() + lane)), lane);
    }
    return result;
  }

  HWY_INLINE void sweep_block(std::size_t first) {
    if (!any_candidate(first)) {
      return;  // at low T most blocks end here, and cost no random numbers
    }
    set_bars();
    const std::size_t rest = model_.size - first;
    std::uint32_t open = rest < chain_block ? (1U << rest) - 1 : (1U << chain_block) - 1;
    Candidates found = candidates(first);
    while ((found.perhaps & open) != 0) {
      const auto k = static_cast<std::size_t>(std::countr_zero(found.perhaps & open));
      open &= ~((2U << k) - 1);
      const bool sure = ((found.sure >> k) & 1U) != 0;
      if (sure || passes_bar(kernel, flip_energy(first + k), temperature_, bits_[k])) {
        flip(first + k);
        found = candidates(first);  // fields have changed, bars have not
      }
    }
  }

  /// s·f.
  [[nodiscard]] HWY_INLINE Field aligned_field(std::size_t unit) const {
    const Field field = replica_.fields[unit];
    const Field sign = replica_.signs[unit];
    if constexpr (std::is_integral_v<Field>) {
      return sign == 0 ? field : static_cast<Field>(-field);
    } else {
      return sign * field;
    }
  }
  [[nodiscard]] HWY_INLINE double flip_energy(std::size_t unit) const {
    return 2 * static_cast<double>(aligned_field(unit)) * model_.unit;
  }

  HWY_INLINE void flip(std::size_t unit) {
    replica_.energy += 2 * static_cast<ChainEnergy<Field>>(aligned_field(unit));
    Field& sign = replica_.signs[unit];
    bool was_up = false;
    if constexpr (std::is_integral_v<Field>) {
      was_up = sign == 0;
      sign = static_cast<Field>(~sign);
    } else {
      was_up = sign > 0;
      sign = -sign;
    }
    if (model_.dense()) {
      add_row<true>(unit, was_up);
    } else {
      add_row<false>(unit, was_up);
    }
    ++flips_;
  }

  /// A spin that turns down takes 2J from every neighbour's field, one that turns up gives it.
  template <bool dense>
  HWY_INLINE void add_row(std::size_t unit, bool take) {
    Field* fields = replica_.fields.data();
    if constexpr (dense) {
      const hn::CappedTag<Field, 64 / sizeof(Field)> d;
      const Field* row = model_.dense_rows.data() + unit * model_.stride;
      for (std::size_t j = 0; j < model_.stride; j += hn::Lanes(d)) {
        const auto field = hn::LoadU(d, fields + j);
        const auto change = hn::LoadU(d, row + j);
        hn::StoreU(take ? hn::Sub(field, change) : hn::Add(field, change), d, fields + j);
      }
    } else {
      const std::size_t last = model_.row_starts[unit + 1];
      for (std::size_t k = model_.row_starts[unit]; k < last; ++k) {
        Field& field = fields[model_.columns[k]];
        field = static_cast<Field>(take ? field - model_.doubled[k] : field + model_.doubled[k]);
      }
    }
  }

  const ChainModel<Field>& model_;
  ChainReplica<Field>& replica_;
  Temperature temperature_;
  WordSource random_;
  double scale_ = 0;
  Index flips_ = 0;
  alignas(64) std::array<std::uint32_t, chain_block> bits_{};
  alignas(64) std::array<float, chain_block> sure_{};
  alignas(64) std::array<float, chain_block> perhaps_{};
};

template <class Field, KernelKind kernel>
Index sweep_chain(const ChainModel<Field>& model, ChainReplica<Field>& replica, Temperature t,
                  std::span<const std::uint32_t> visits) {
  return Chain<Field, kernel>(model, replica, t).sweep(visits);
}

template <class Field>
ChainKernel<Field> choose(KernelKind kernel) {
  return kernel == KernelKind::heat_bath ? &sweep_chain<Field, KernelKind::heat_bath>
                                         : &sweep_chain<Field, KernelKind::metropolis>;
}

ChainKernel<std::int16_t> choose_int16(KernelKind kernel) {
  return choose<std::int16_t>(kernel);
}
ChainKernel<std::int32_t> choose_int32(KernelKind kernel) {
  return choose<std::int32_t>(kernel);
}
ChainKernel<double> choose_double(KernelKind kernel) {
  return choose<double>(kernel);
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(choose_int16);
HWY_EXPORT(choose_int32);
HWY_EXPORT(choose_double);

ChainKernel<std::int16_t> chain_kernel_int16(KernelKind kernel) {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(choose_int16)(kernel);
}
ChainKernel<std::int32_t> chain_kernel_int32(KernelKind kernel) {
  instruction_set();
  return HWY_DYNAMIC_DISPATCH(choose_int32)(kernel);
}
ChainKernel<double> chain_kernel_double(KernelKind kernel) {
  instruction_set();
  return HWY_DYNAMIC_DISPATCH(choose_double)(kernel);
}

}  // namespace onedial
#endif
