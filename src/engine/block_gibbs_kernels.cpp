#include "block_gibbs_kernels.hpp"

#include <array>
#include <bit>
#include <cmath>

#include "acceptance.hpp"
#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block_gibbs_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "energy_bar-inl.hpp"
#include "random_words-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

using Floats = hn::CappedTag<float, 16>;
using FloatVector = hn::Vec<Floats>;

/// Registers that a sum over inputs is kept in; a tile is passed in strips of as many.
constexpr std::size_t sums = 8;

template <class Int>
void add_inputs(const FieldTile<Int>* weights, const FieldTile<Int>& start, const InputChanges& changes,
                FieldTile<Int>& fields) {
  const hn::CappedTag<Int, 64 / sizeof(Int)> d;
  using Vector = hn::Vec<decltype(d)>;
  constexpr std::size_t step = hn::MaxLanes(d);
  for (std::size_t first = 0; first < FieldTile<Int>::width; first += sums * step) {
    Vector sum[sums];  // NOLINT(modernize-avoid-c-arrays): std::array loses the registers' attributes
    unrolled<sums>(
        [&](auto k) ONEDIAL_INLINE_LAMBDA { sum[k] = hn::LoadU(d, start.values.data() + first + k * step); });
    for (const std::uint32_t input : changes.added) {
      const Int* row = weights[input].values.data() + first;
      unrolled<sums>([&](auto k)
                         ONEDIAL_INLINE_LAMBDA { sum[k] = hn::Add(sum[k], hn::LoadU(d, row + k * step)); });
    }
    for (const std::uint32_t input : changes.taken) {
      const Int* row = weights[input].values.data() + first;
      unrolled<sums>([&](auto k)
                         ONEDIAL_INLINE_LAMBDA { sum[k] = hn::Sub(sum[k], hn::LoadU(d, row + k * step)); });
    }
    unrolled<sums>([&](auto k) ONEDIAL_INLINE_LAMBDA {
      hn::StoreU(sum[k], d, fields.values.data() + first + k * step);
    });
  }
}

HWY_INLINE FloatVector to_float(const std::int32_t* fields) {
  const hn::RebindToSigned<Floats> di;
  return hn::ConvertTo(Floats(), hn::LoadU(di, fields));
}

HWY_INLINE FloatVector to_float(const std::int64_t* fields) {
  const Floats d;
#if HWY_TARGET == HWY_SCALAR
  return hn::Set(d, static_cast<float>(static_cast<double>(*fields)));
#else
  const hn::Half<Floats> dh;
  const hn::Rebind<double, decltype(dh)> dd;
  const hn::RebindToSigned<decltype(dd)> di;
  const auto half = [&](std::size_t at) ONEDIAL_INLINE_LAMBDA {
    return hn::DemoteTo(dh, hn::ConvertTo(dd, hn::LoadU(di, fields + at)));
  };
  return hn::Combine(d, half(hn::Lanes(dd)), half(0));
#endif
}

HWY_INLINE std::uint32_t bits_of(hn::Mask<Floats> mask, std::size_t lane) {
  std::array<std::uint8_t, 8> bytes{};
  hn::StoreMaskBits(Floats(), mask, bytes.data());
  return (bytes[0] | (std::uint32_t{bytes[1]} << 8U)) << lane;
}

/// What 16 random numbers say of 16 units: on for certain, or perhaps.
struct Verdict {
  std::uint32_t sure = 0;
  std::uint32_t perhaps = 0;
};

template <class Int>
HWY_INLINE Verdict compare(const Int* fields, const float* scales, const float* errors, const float* log_odds,
                           const std::uint32_t* bits, const BlockTemperature& t) {
  const Floats d;
  const hn::RebindToUnsigned<Floats> du;
  const auto a = hn::Set(d, t.field_factor);
  const auto b = hn::Set(d, t.bar_factor);
  Verdict verdict;
  for (std::size_t lane = 0; lane < 16; lane += hn::Lanes(d)) {
    const auto bar = energy_bar<KernelKind::heat_bath>(d, hn::LoadU(du, bits + lane));
    const auto field = hn::Mul(hn::Mul(to_float(fields + lane), hn::LoadU(d, scales + lane)), a);
    const auto odds = hn::LoadU(d, log_odds + lane);
    const auto sum = hn::Add(field, hn::Mul(hn::Add(bar, odds), b));
    const auto size = hn::Add(hn::Add(hn::Set(d, 1.0F), hn::Abs(bar)), hn::Abs(odds));
    const auto slack = hn::Mul(hn::Mul(hn::Set(d, bar_slack), size), b);
    const auto margin = hn::Add(slack, hn::Mul(hn::LoadU(d, errors + lane), a));
    verdict.sure |= bits_of(hn::Gt(sum, margin), lane);
    verdict.perhaps |= bits_of(hn::Ge(sum, hn::Neg(margin)), lane);
  }
  return verdict;
}

template <class Int>
void draw_levels(const BlockLayer<Int>& layer, const FieldTile<Int>* fields, LayerBits inputs_on,
                 const BlockTemperature& t, RandomWords& random, std::span<std::uint64_t> levels) {
  constexpr std::size_t width = FieldTile<Int>::width;
  WordSource source(random);
  alignas(64) std::array<std::uint32_t, 16> bits{};
  for (std::size_t first = 0; first < 64 * levels.size(); first += 16) {
    store_wide(source(), reinterpret_cast<std::uint64_t*>(bits.data()));
    const Verdict verdict =
        compare(fields[first / width].values.data() + first % width, layer.scales.data() + first,
                layer.errors.data() + first, layer.log_odds.data() + first, bits.data(), t);
    const std::size_t units = layer.exact.units > first ? layer.exact.units - first : 0;
    const std::uint32_t valid = units < 16 ? (1U << units) - 1 : 0xFFFFU;
    std::uint32_t on = verdict.sure & valid;
    for (std::uint32_t open = verdict.perhaps & ~verdict.sure & valid; open != 0; open &= open - 1) {
      const auto k = static_cast<std::size_t>(std::countr_zero(open));
      const double field = layer.exact.field(first + k, inputs_on);
      const double bar = energy_bar(KernelKind::heat_bath, bits[k]) + layer.exact_log_odds[first + k];
      on |= std::uint32_t{t.temperature.reduced(-field) < bar} << k;
    }
    std::uint64_t& word = levels[first / 64];
    word = (first % 64 == 0 ? 0 : word) | (std::uint64_t{on} << (first % 64));
  }
  source.store(random);
}

BlockGibbsKernels kernels() {
  return {.add_to_visible = &add_inputs<std::int32_t>,
          .add_to_hidden = &add_inputs<std::int64_t>,
          .draw_visible = &draw_levels<std::int32_t>,
          .draw_hidden = &draw_levels<std::int64_t>};
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(kernels);

BlockGibbsKernels block_gibbs_kernels() {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(kernels)();
}

BlockTemperature::BlockTemperature(Temperature t, int energy_exponent) : temperature(t) {
  const double scaled = std::ldexp(t.value(), -energy_exponent);
  field_factor = static_cast<float>(scaled <= 1 ? 1.0 : 1 / scaled);
  bar_factor = static_cast<float>(scaled <= 1 ? scaled : 1.0);
}

}  // namespace onedial
#endif
