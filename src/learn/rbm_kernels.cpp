#include "rbm_kernels.hpp"

#include <algorithm>
#include <array>

#include "onedial/core/instruction_set.hpp"
#include "onedial/core/random.hpp"
#include "softmax/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "learn/rbm_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "rbm_random-inl.hpp"
// clang-format off
#include "softmax/two_vectors-inl.hpp"
#include "softmax/power_of_two-inl.hpp"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

using Floats = Lanes<float>;
using FloatVector = hn::Vec<Floats>;
constexpr std::size_t float_lanes = hn::MaxLanes(Floats());

/// Registers that a sum over rows of a matrix is kept in.
constexpr std::size_t sums = 8;

template <std::size_t registers, bool weighted>
HWY_INLINE void sum_strip(std::span<const ActiveUnits> rows, const float* matrix, std::size_t stride,
                          const float* start, float factor, float* out, std::size_t out_stride) {
  const Floats d;
  const auto vector_factor = hn::Set(d, factor);
  for (const ActiveUnits& row : rows) {
    FloatVector
        sum[registers];  // NOLINT(modernize-avoid-c-arrays): std::array loses the registers' attributes
    unrolled<registers>([&](auto r) ONEDIAL_INLINE_LAMBDA { sum[r] = hn::Zero(d); });
    for (std::size_t k = 0; k < row.count; ++k) {
      const float* from = matrix + row.units[k] * stride;
      if constexpr (weighted) {
        const auto value = hn::Set(d, row.values[k]);
        unrolled<registers>([&](auto r) ONEDIAL_INLINE_LAMBDA {
          sum[r] = hn::Add(sum[r], hn::Mul(value, hn::LoadU(d, from + r * float_lanes)));
        });
      } else {
        unrolled<registers>([&](auto r) ONEDIAL_INLINE_LAMBDA {
          sum[r] = hn::Add(sum[r], hn::LoadU(d, from + r * float_lanes));
        });
      }
    }
    unrolled<registers>([&](auto r) ONEDIAL_INLINE_LAMBDA {
      const auto first = start == nullptr ? hn::Zero(d) : hn::LoadU(d, start + r * float_lanes);
      hn::StoreU(hn::Add(first, hn::Mul(vector_factor, sum[r])), d, out + r * float_lanes);
    });
    out += out_stride;
  }
}

/// `registers` down to 1, as it takes.
template <std::size_t registers, bool weighted>
void sum_strip_of(std::size_t wanted, std::span<const ActiveUnits> rows, const float* matrix,
                  std::size_t stride, const float* start, float factor, float* out, std::size_t out_stride) {
  if (wanted == registers) {
    sum_strip<registers, weighted>(rows, matrix, stride, start, factor, out, out_stride);
  } else if constexpr (registers > 1) {
    sum_strip_of<registers - 1, weighted>(wanted, rows, matrix, stride, start, factor, out, out_stride);
  }
}

void sum_rows(std::span<const ActiveUnits> rows, const LaneMatrix& matrix, const float* start, float factor,
              float* out, std::size_t out_stride) {
  if (rows.empty()) {
    return;
  }
  const bool weighted = rows.front().values != nullptr;
  const std::size_t vectors = matrix.padded() / float_lanes;
  // Strips of equal width but for one register: a narrow one would take as long as a wide one.
  const std::size_t strips = (vectors + sums - 1) / sums;
  for (std::size_t strip = 0; strip < strips; ++strip) {
    const std::size_t first = vectors * strip / strips;
    const std::size_t registers = vectors * (strip + 1) / strips - first;
    const std::size_t column = first * float_lanes;
    const float* begin = start == nullptr ? nullptr : start + column;
    if (weighted) {
      sum_strip_of<sums, true>(registers, rows, matrix.row(0) + column, matrix.stride(), begin, factor,
                               out + column, out_stride);
    } else {
      sum_strip_of<sums, false>(registers, rows, matrix.row(0) + column, matrix.stride(), begin, factor,
                                out + column, out_stride);
    }
  }
}

/// The softmax over the energies {0, −field}: which of the two is likelier, and the probability of the other.
struct TwoLevels {
  Two<hn::Mask<Floats>> is_on_likelier;
  TwoVectors<Floats> other;
};

HWY_INLINE TwoLevels two_levels(TwoVectors<Floats> fields, const VectorDial<Floats>& dial) {
  const Floats d;
  const auto zero = hn::Zero(d);
  const auto one = hn::Set(d, 1.0F);
  const TwoVectors<Floats> gaps = {hn::Neg(hn::Abs(fields.a)), hn::Neg(hn::Abs(fields.b))};
  const auto weights = boltzmann_weights(d, gap_of(d, gaps, dial), dial);
  const auto norm = weights + one;
  return {{hn::Gt(fields.a, zero), hn::Gt(fields.b, zero)},
          {hn::Div(weights.a, norm.a), hn::Div(weights.b, norm.b)}};
}

/// (bits + ½), by halves, since few instruction sets convert unsigned numbers.
HWY_INLINE FloatVector middle_of_cell(const std::uint32_t* bits) {
  const Floats d;
  const hn::RebindToUnsigned<Floats> du;
  const hn::RebindToSigned<Floats> di;
  const auto x = hn::LoadU(du, bits);
  const auto high = hn::ConvertTo(d, hn::BitCast(di, hn::ShiftRight<16>(x)));
  const auto low = hn::ConvertTo(d, hn::BitCast(di, hn::And(x, hn::Set(du, 0xFFFFU))));
  return hn::Add(hn::Mul(high, hn::Set(d, 65536.0F)), hn::Add(low, hn::Set(d, 0.5F)));
}

std::size_t draw_units(const float* fields, std::size_t units, const Dial<float>& dial,
                       const DrawCounter& counter, std::uint32_t row, std::uint32_t* on) {
  const Floats d;
  const hn::RebindToUnsigned<Floats> du;
  const auto cells = hn::Set(d, 0x1p32F);
  const VectorDial<Floats> vector_dial = load_dial(d, dial, 0.0F);
  alignas(64) std::array<std::uint32_t, 64> bits;
  std::size_t count = 0;
  for (std::size_t unit = 0; unit < units; unit += 2 * float_lanes) {
    const std::size_t at = unit % 64;
    if (at == 0) {
      bits_of_units(counter, row, static_cast<std::uint32_t>(unit), bits.data());
    }
    // Rows are padded to whole vectors, but not to pairs of them.
    const std::size_t second = unit + float_lanes < units ? unit + float_lanes : unit;
    const TwoLevels levels =
        two_levels({hn::LoadU(d, fields + unit), hn::LoadU(d, fields + second)}, vector_dial);
    const auto write = [&](std::size_t first, hn::Mask<Floats> likelier, FloatVector other,
                           const std::uint32_t* own_bits) ONEDIAL_INLINE_LAMBDA {
      const auto is_other = hn::Lt(middle_of_cell(own_bits), hn::Mul(other, cells));
      const auto is_on = hn::RebindMask(du, hn::Xor(likelier, is_other));
      const auto valid = hn::And(is_on, hn::FirstN(du, units - first));
      const auto numbers = hn::Iota(du, static_cast<std::uint32_t>(first));
      count += hn::CompressStore(numbers, valid, du, on + count);
    };
    write(unit, levels.is_on_likelier.a, levels.other.a, bits.data() + at);
    if (second != unit) {
      write(second, levels.is_on_likelier.b, levels.other.b, bits.data() + at + float_lanes);
    }
  }
  return count;
}

void to_means(float* fields, std::size_t size, const Dial<float>& dial, float factor, float offset) {
  const Floats d;
  const auto one = hn::Set(d, 1.0F);
  const auto vector_factor = hn::Set(d, factor);
  const auto vector_offset = hn::Set(d, offset);
  const VectorDial<Floats> vector_dial = load_dial(d, dial, 0.0F);
  for (std::size_t i = 0; i < size; i += 2 * float_lanes) {
    const std::size_t second = i + float_lanes < size ? i + float_lanes : i;
    const TwoLevels levels =
        two_levels({hn::LoadU(d, fields + i), hn::LoadU(d, fields + second)}, vector_dial);
    const auto mean = [&](hn::Mask<Floats> likelier, FloatVector other) ONEDIAL_INLINE_LAMBDA {
      const auto on = hn::IfThenElse(likelier, hn::Sub(one, other), other);
      return hn::Add(hn::Mul(on, vector_factor), vector_offset);
    };
    hn::StoreU(mean(levels.is_on_likelier.a, levels.other.a), d, fields + i);
    if (second != i) {
      hn::StoreU(mean(levels.is_on_likelier.b, levels.other.b), d, fields + second);
    }
  }
}

void centre(const StepRow& row, const Centering& centering, const Penalty& penalty) {
  const Floats d;
  const auto zero = hn::Zero(d);
  const auto offset = hn::Set(d, centering.row_offset);
  const auto difference = hn::Set(d, centering.row_difference);
  const auto l2 = hn::Set(d, penalty.l2);
  const auto l1 = hn::Set(d, penalty.l1);
  for (std::size_t i = 0; i < row.size; i += float_lanes) {
    const auto weight = hn::LoadU(d, row.weights + i);
    const auto mixed = hn::Add(hn::Mul(offset, hn::LoadU(d, centering.column_differences + i)),
                               hn::Mul(difference, hn::LoadU(d, centering.column_offsets + i)));
    const auto sign = hn::IfThenElseZero(hn::Ne(weight, zero), hn::CopySign(l1, weight));
    const auto pull = hn::Add(hn::Mul(l2, weight), sign);
    hn::StoreU(hn::Sub(hn::Sub(hn::LoadU(d, row.gradient + i), mixed), pull), d, row.gradient + i);
  }
}

/// The greatest of magnitudes as integers, in which NaN and ∞ are greater than all numbers.
class Greatest {
 public:
  HWY_INLINE Greatest() : greatest_(hn::Zero(hn::RebindToSigned<Floats>())) {}

  HWY_INLINE void look_at(FloatVector values) {
    const hn::RebindToSigned<Floats> di;
    greatest_ = hn::Max(greatest_, hn::BitCast(di, hn::Abs(values)));
  }
  [[nodiscard]] std::uint32_t bits() const {
    alignas(64) std::array<std::int32_t, float_lanes> all;
    hn::StoreU(greatest_, hn::RebindToSigned<Floats>(), all.data());
    return static_cast<std::uint32_t>(*std::max_element(all.begin(), all.end()));
  }

 private:
  hn::Vec<hn::RebindToSigned<Floats>> greatest_;
};

std::uint32_t momentum_step(const StepRow& row, float rate, float momentum) {
  const Floats d;
  const auto vector_rate = hn::Set(d, rate);
  const auto vector_momentum = hn::Set(d, momentum);
  Greatest greatest;
  for (std::size_t i = 0; i < row.size; i += float_lanes) {
    const auto step = hn::Add(hn::Mul(vector_momentum, hn::LoadU(d, row.first + i)),
                              hn::Mul(vector_rate, hn::LoadU(d, row.gradient + i)));
    const auto weight = hn::Add(hn::LoadU(d, row.weights + i), step);
    hn::StoreU(step, d, row.first + i);
    hn::StoreU(step, d, row.gradient + i);
    hn::StoreU(weight, d, row.weights + i);
    greatest.look_at(weight);
  }
  return greatest.bits();
}

std::uint32_t adam_step(const StepRow& row, const AdamFactors& factors) {
  const Floats d;
  const auto real = [d](float value) ONEDIAL_INLINE_LAMBDA { return hn::Set(d, value); };
  const auto fresh = real(1.0F - factors.decay);
  const auto square_fresh = real(1.0F - factors.square_decay);
  Greatest greatest;
  for (std::size_t i = 0; i < row.size; i += float_lanes) {
    const auto gradient = hn::LoadU(d, row.gradient + i);
    const auto first =
        hn::Add(hn::Mul(real(factors.decay), hn::LoadU(d, row.first + i)), hn::Mul(fresh, gradient));
    const auto second = hn::Add(hn::Mul(real(factors.square_decay), hn::LoadU(d, row.second + i)),
                                hn::Mul(square_fresh, hn::Mul(gradient, gradient)));
    const auto size =
        hn::Add(hn::Mul(hn::Sqrt(second), real(factors.square_correction)), real(factors.epsilon));
    const auto step = hn::Div(hn::Mul(real(factors.rate), first), size);
    const auto weight = hn::Add(hn::LoadU(d, row.weights + i), step);
    hn::StoreU(first, d, row.first + i);
    hn::StoreU(second, d, row.second + i);
    hn::StoreU(step, d, row.gradient + i);
    hn::StoreU(weight, d, row.weights + i);
    greatest.look_at(weight);
  }
  return greatest.bits();
}

float dot(const float* a, const float* b, std::size_t size) {
  const Floats d;
  alignas(64) std::array<float, 16> parts;
  for (std::size_t lane = 0; lane < 16; lane += float_lanes) {
    auto sum = hn::Zero(d);
    for (std::size_t i = lane; i < size; i += 16) {
      sum = hn::Add(sum, hn::Mul(hn::LoadU(d, a + i), hn::LoadU(d, b + i)));
    }
    hn::StoreU(sum, d, parts.data() + lane);
  }
  for (std::size_t half = 8; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) {
      parts[i] += parts[i + half];
    }
  }
  return parts[0];
}

const RbmKernels* choose_rbm_kernels() {
  static constexpr RbmKernels table = {.sum_rows = &sum_rows,
                                       .draw_units = &draw_units,
                                       .to_means = &to_means,
                                       .centre = &centre,
                                       .momentum_step = &momentum_step,
                                       .adam_step = &adam_step,
                                       .dot = &dot};
  return &table;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(choose_rbm_kernels);

const RbmKernels& rbm_kernels() {
  instruction_set();  // makes the choice, if this is the first loop of all
  return *HWY_DYNAMIC_DISPATCH(choose_rbm_kernels)();
}

std::uint32_t unit_bits(const DrawCounter& counter, std::uint32_t row, std::uint32_t unit) {
  const std::uint32_t block = unit / 64 * 16 + unit % 16;
  return philox4x32({block, row, counter.step, counter.draw + DrawCounter::first_tag},
                    {static_cast<std::uint32_t>(counter.seed),
                     static_cast<std::uint32_t>(counter.seed >> 32U)})[unit % 64 / 16];
}

}  // namespace onedial
#endif
