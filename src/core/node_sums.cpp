#include "node_sums.hpp"

#include <array>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/node_sums.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h: this file is compiled once for each instruction set.
#include <hwy/highway.h>

#include "onedial/core/elementary.hpp"
#include "onedial/core/instruction_set.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::CappedTag<double, 8>;
using Vector = hn::Vec<Lanes>;

/// e^a for −708 < a < 709, 0 below, within 2 units in the last place: as elementary::exp, with a shorter
/// polynomial that was fitted at the Chebyshev nodes of |r| ≤ ln 2/2 (relative error 2·10⁻¹⁷).
HWY_INLINE Vector exp_or_zero(Lanes d, Vector a) {
  const auto real = [d](double value) { return hn::Set(d, value); };
  const Vector shift = real(0x1.8p52);
  const Vector shifted = hn::Add(hn::Mul(a, real(elementary::detail::log2_e)), shift);
  const Vector k = hn::Sub(shifted, shift);
  const Vector r = hn::Sub(hn::Sub(a, hn::Mul(k, real(elementary::detail::ln2_high))),
                           hn::Mul(k, real(elementary::detail::ln2_low)));
  const Vector r2 = hn::Mul(r, r);
  const Vector r4 = hn::Mul(r2, r2);
  const auto line = [&](double c0, double c1) { return hn::Add(real(c0), hn::Mul(r, real(c1))); };
  const Vector low = hn::Add(line(0x1.0000000000001p-1, 0x1.5555555555556p-3),
                             hn::Mul(r2, line(0x1.5555555553d63p-5, 0x1.11111111109b3p-7)));
  const Vector middle = hn::Add(line(0x1.6c16c1788bd90p-10, 0x1.a01a01a7c41d5p-13),
                                hn::Mul(r2, line(0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19)));
  const Vector high = line(0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26);
  const Vector tail = hn::Add(low, hn::Mul(r4, hn::Add(middle, hn::Mul(r4, high))));
  const Vector fraction = hn::Add(real(1.0), hn::Add(r, hn::Mul(r2, tail)));
  // The low bits of `shifted` hold k: they go to the exponent field.
  const hn::RebindToSigned<Lanes> bits;
  const auto exponent = hn::ShiftLeft<52>(hn::BitCast(bits, shifted));
  const Vector scaled = hn::BitCast(d, hn::Add(hn::BitCast(bits, fraction), exponent));
  return hn::IfThenElseZero(hn::Gt(a, real(-708.0)), scaled);
}

NodeSums sum_nodes(const double* gaps, const double* log_weights, std::size_t count, double scale, bool hot,
                   double c) {
  const Lanes d;
  const std::size_t width = hn::Lanes(d);
  const Vector limit = hn::Set(d, 1e4);  // far beyond any weight, so that 0·∞ cannot arise
  const Vector cooling = hn::Set(d, hot ? 0.0 : 1.0);
  const Vector centre = hn::Set(d, c);
  std::array<double, 8> weight{};
  std::array<double, 8> first{};
  std::array<double, 8> second{};
  for (std::size_t lane = 0; lane < 8; lane += width) {
    Vector weight_sum = hn::Zero(d);
    Vector first_sum = hn::Zero(d);
    Vector second_sum = hn::Zero(d);
    for (std::size_t i = lane; i < count; i += 8) {
      const Vector y = hn::Min(hn::Mul(hn::LoadU(d, gaps + i), hn::Set(d, scale)), limit);
      const Vector w = exp_or_zero(d, hn::Sub(hn::LoadU(d, log_weights + i), hn::Mul(y, cooling)));
      const Vector distance = hn::Sub(y, centre);
      const Vector first_term = hn::Mul(w, distance);
      weight_sum = hn::Add(weight_sum, w);
      first_sum = hn::Add(first_sum, first_term);
      second_sum = hn::Add(second_sum, hn::Mul(first_term, distance));
    }
    hn::StoreU(weight_sum, d, weight.data() + lane);
    hn::StoreU(first_sum, d, first.data() + lane);
    hn::StoreU(second_sum, d, second.data() + lane);
  }
  const auto total = [](const std::array<double, 8>& v) {
    return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
  };
  return {total(weight), total(first), total(second)};
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial {

HWY_EXPORT(sum_nodes);

NodeSums sum_nodes(const CompressedSpectrum::Nodes& nodes, double scale, bool hot, double c) {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(sum_nodes)(nodes.gaps.data(), nodes.log_weights.data(), nodes.gaps.size(),
                                         scale, hot, c);
}

}  // namespace onedial
#endif
