#include "level_products.hpp"

#include <array>
#include <cstdint>

#include "onedial/core/elementary.hpp"
#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "learn/level_products.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/wide-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

using Doubles = hn::CappedTag<double, product_lanes>;
using DoubleVector = hn::Vec<Doubles>;

/// Products of positive numbers as mantissas in [1, 2) and exponents.
struct Products {
  DoubleVector mantissas[product_rows];      // NOLINT(modernize-avoid-c-arrays): registers
  hn::Vec<Lanes64> exponents[product_rows];  // NOLINT(modernize-avoid-c-arrays)

  HWY_INLINE void renormalise(std::size_t row) {
    const Lanes64 du;
    const auto bits = hn::BitCast(du, mantissas[row]);
    const auto one = hn::BitCast(du, hn::Set(Doubles(), 1.0));
    exponents[row] = hn::Add(exponents[row], hn::ShiftRight<52>(bits));
    mantissas[row] = hn::BitCast(Doubles(), hn::Or(hn::And(bits, hn::Set(du, 0xFFFFFFFFFFFFFULL)), one));
  }
};

void multiply_levels(const WeightRows& shape, const double* rows, const double* common, double* logs) {
  const Doubles d;
  constexpr std::size_t step = hn::MaxLanes(Doubles());
  const std::size_t row_size = shape.units * shape.levels;
  alignas(64) std::array<std::array<double, product_lanes>, product_rows> mantissas{};
  alignas(64) std::array<std::array<std::uint64_t, product_lanes>, product_rows> exponents{};
  std::size_t renormalisations = 0;
  for (std::size_t lane = 0; lane < product_lanes; lane += step) {
    Products products;
    unrolled<product_rows>([&](auto r) ONEDIAL_INLINE_LAMBDA {
      products.mantissas[r] = hn::Set(d, 1.0);
      products.exponents[r] = hn::Zero(Lanes64());
    });
    renormalisations = 0;
    std::size_t factors = 0;
    for (std::size_t unit = lane; unit < shape.units; unit += product_lanes) {
      DoubleVector sums[product_rows];  // NOLINT(modernize-avoid-c-arrays)
      unrolled<product_rows>([&](auto r) ONEDIAL_INLINE_LAMBDA { sums[r] = hn::Set(d, shape.base); });
      for (std::size_t level = 0; level < shape.levels; ++level) {
        const std::size_t at = level * shape.units + unit;
        const auto factor = hn::LoadU(d, common + at);
        unrolled<product_rows>([&](auto r) ONEDIAL_INLINE_LAMBDA {
          sums[r] = hn::Add(sums[r], hn::Mul(hn::LoadU(d, rows + r * row_size + at), factor));
        });
      }
      unrolled<product_rows>([&](auto r) ONEDIAL_INLINE_LAMBDA {
        products.mantissas[r] = hn::Mul(products.mantissas[r], sums[r]);
      });
      if (++factors == shape.safe_factors) {
        unrolled<product_rows>([&](auto r) ONEDIAL_INLINE_LAMBDA { products.renormalise(r); });
        ++renormalisations;
        factors = 0;
      }
    }
    unrolled<product_rows>([&](auto r) ONEDIAL_INLINE_LAMBDA {
      products.renormalise(r);
      hn::StoreU(products.mantissas[r], d, mantissas[r].data() + lane);
      hn::StoreU(products.exponents[r], Lanes64(), exponents[r].data() + lane);
    });
    ++renormalisations;
  }
  constexpr std::int64_t bias = 1023;  // of a double's exponent
  for (std::size_t r = 0; r < product_rows; ++r) {
    double product = 1;
    auto exponent = -static_cast<std::int64_t>(renormalisations * product_lanes) * bias;
    for (std::size_t lane = 0; lane < product_lanes; ++lane) {
      product *= mantissas[r][lane];
      exponent += static_cast<std::int64_t>(exponents[r][lane]);
    }
    const auto power = static_cast<double>(exponent);
    logs[r] = power * elementary::detail::ln2_high +
              (elementary::log(product) + power * elementary::detail::ln2_low);
  }
}

LevelProducts choose_level_products() {
  return &multiply_levels;
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(choose_level_products);

LevelProducts level_products() {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(choose_level_products)();
}

}  // namespace onedial
#endif
