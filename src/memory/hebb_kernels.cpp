#include "hebb_kernels.hpp"

#include <bit>

#include "onedial/core/instruction_set.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "memory/hebb_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void hebb_row(const PatternBits& bits, std::size_t unit, std::int16_t patterns, std::int16_t* out) {
  for (std::size_t j = 0; j < bits.stride; ++j) {
    int differ = 0;
    for (std::size_t word = 0; word < bits.words; ++word) {
      const std::uint16_t* at = bits.bits + word * bits.stride;
      differ += std::popcount(static_cast<std::uint16_t>(at[unit] ^ at[j]));
    }
    out[j] = static_cast<std::int16_t>(patterns - 2 * differ);
  }
}

void turn_spin(const std::int16_t* row, bool up, std::size_t stride, std::int32_t* fields) {
  const std::int32_t twice = up ? 2 : -2;
  for (std::size_t j = 0; j < stride; ++j) {
    fields[j] += twice * row[j];
  }
}

#else

void hebb_row(const PatternBits& bits, std::size_t unit, std::int16_t patterns, std::int16_t* out) {
  const hn::CappedTag<std::uint16_t, hebb_padding> d;
  const hn::RebindToSigned<decltype(d)> ds;
  for (std::size_t j = 0; j < bits.stride; j += hn::Lanes(d)) {
    auto differ = hn::Zero(d);
    const std::uint16_t* at = bits.bits;
    for (std::size_t word = 0; word < bits.words; ++word, at += bits.stride) {
      differ = hn::Add(differ, hn::PopulationCount(hn::Xor(hn::Set(d, at[unit]), hn::LoadU(d, at + j))));
    }
    const auto twice = hn::BitCast(ds, hn::Add(differ, differ));
    hn::StoreU(hn::Sub(hn::Set(ds, patterns), twice), ds, out + j);
  }
}

void turn_spin(const std::int16_t* row, bool up, std::size_t stride, std::int32_t* fields) {
  const hn::CappedTag<std::int32_t, hebb_padding> d;
  const hn::Rebind<std::int16_t, decltype(d)> narrow;
  const auto down = hn::Set(d, up ? 0 : -1);  // −x is (x xor −1) − (−1)
  for (std::size_t j = 0; j < stride; j += hn::Lanes(d)) {
    const auto change = hn::ShiftLeft<1>(hn::PromoteTo(d, hn::LoadU(narrow, row + j)));
    hn::StoreU(hn::Add(hn::LoadU(d, fields + j), hn::Sub(hn::Xor(change, down), down)), d, fields + j);
  }
}

#endif

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(hebb_row);
HWY_EXPORT(turn_spin);

void hebb_row(const PatternBits& bits, std::size_t unit, std::int16_t patterns, std::int16_t* out) {
  instruction_set();  // makes the choice, if this is the first loop of all
  HWY_DYNAMIC_DISPATCH(hebb_row)(bits, unit, patterns, out);
}

void turn_spin(const std::int16_t* row, bool up, std::size_t stride, std::int32_t* fields) {
  HWY_DYNAMIC_DISPATCH(turn_spin)(row, up, stride, fields);
}

}  // namespace onedial
#endif
