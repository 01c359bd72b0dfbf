// Included once for each instruction set, after highway.h.
#if defined(ONEDIAL_ENERGY_BAR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ONEDIAL_ENERGY_BAR_INL
#undef ONEDIAL_ENERGY_BAR_INL
#else
#define ONEDIAL_ENERGY_BAR_INL
#endif

#include "onedial/sample/kernel.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// How far a bar in single precision may be off, ΔE/T in single precision included, in units of 1 + |bar|.
/// Comparisons closer than that are decided by `passes_bar`, in about one of 10⁶ cases.
inline constexpr float bar_slack = 2e-6F;

/// `energy_bar` in single precision, to about 4·10⁻⁷ (1 + |bar|): only additions, multiplications and one
/// division in a fixed order, the same bits on every instruction set.
template <KernelKind kernel, class D>
HWY_INLINE hn::Vec<D> energy_bar(D d, hn::Vec<hn::RebindToUnsigned<D>> bits) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const auto real = [d](float value) HWY_ATTR { return hn::Set(d, value); };
  // bits + ½; the conversion goes by halves, since few instruction sets convert unsigned numbers.
  const auto to_real = [&](hn::Vec<decltype(du)> x) HWY_ATTR {
    const auto high = hn::ConvertTo(d, hn::BitCast(di, hn::ShiftRight<16>(x)));
    const auto low = hn::ConvertTo(d, hn::BitCast(di, hn::And(x, hn::Set(du, 0xFFFFU))));
    return hn::Add(hn::Mul(high, real(65536.0F)), hn::Add(low, real(0.5F)));
  };
  // ln(a/b) = (exponents' difference) ln 2 + 2 artanh z, z = (m_a − m_b)/(m_a + m_b), |z| < 1/3.
  const auto a = hn::BitCast(di, to_real(bits));
  const auto b = kernel == KernelKind::heat_bath ? hn::BitCast(di, to_real(hn::Not(bits)))
                                                 : hn::BitCast(di, real(0x1p32F));
  const auto mantissa = [&](hn::Vec<decltype(di)> x) HWY_ATTR {
    return hn::BitCast(d, hn::Or(hn::And(x, hn::Set(di, 0x007FFFFF)), hn::Set(di, 0x3F800000)));
  };
  const auto exponents = hn::ConvertTo(d, hn::Sub(hn::ShiftRight<23>(a), hn::ShiftRight<23>(b)));
  const auto m_a = mantissa(a);
  const auto m_b = mantissa(b);
  const auto z = hn::Div(hn::Sub(m_a, m_b), hn::Add(m_a, m_b));
  const auto z2 = hn::Mul(z, z);
  // 2 (z + z³/3 + z⁵/5 + … ), to z¹³: what is left out is below 2·10⁻⁸.
  auto series = real(2.0F / 13);
  for (const float term : {2.0F / 11, 2.0F / 9, 2.0F / 7, 2.0F / 5, 2.0F / 3, 2.0F}) {
    series = hn::Add(hn::Mul(series, z2), real(term));
  }
  const auto log = hn::Add(hn::Mul(exponents, real(0.693147181F)), hn::Mul(series, z));
  return kernel == KernelKind::heat_bath ? log : hn::Neg(log);
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
