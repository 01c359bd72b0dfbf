// e^{−d/T} as 2^{−scale·d}, on vectors. Part of kernels-inl.hpp: included once for each instruction set.
HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// A dial and the reference of the gaps in registers.
template <class D>
struct VectorDial {
  hn::Vec<D> reference;
  hn::Vec<D> lowest;  ///< least logit that counts
  hn::Vec<D> scale;
  hn::Vec<D> scale_high;
  hn::Vec<D> scale_low;
};

template <class D, class Real>
HWY_INLINE VectorDial<D> load_dial(D d, const Dial<Real>& dial, Real reference) {
  return {hn::Set(d, reference), hn::Set(d, lowest_counted(reference, dial.cut)), hn::Set(d, dial.scale),
          hn::Set(d, dial.scale_high), hn::Set(d, dial.scale_low)};
}

/// −d = z − reference, 0 where the logit does not count.
template <class D>
struct Gap {
  Two<hn::Mask<D>> counted;
  TwoVectors<D> whole;
  TwoVectors<D> high;  ///< in double the leading 26 bits, in float all
  TwoVectors<D> low;   ///< in double the rest, and what the subtraction has rounded away; not used in float
};

template <class D>
HWY_INLINE Gap<D> gap_of(D d, TwoVectors<D> z, const VectorDial<D>& dial) {
  const auto counted = at_least(z, dial.lowest);
  const auto whole = or_zero(counted, z - dial.reference);
  if constexpr (sizeof(hn::TFromD<D>) == 4) {
    return {counted, whole, whole, whole};
  } else {
    const auto mask = hn::BitCast(d, hn::Set(hn::RebindToUnsigned<D>(), std::uint64_t{0xFFFFFFFFF8000000}));
    const auto high = whole & mask;
    const auto taken = whole - z;  // Knuth's two-sum
    const auto lost_z = z - (whole - taken);
    const auto lost = lost_z - (taken + dial.reference);
    return {counted, whole, high, (whole - high) + lost};
  }
}

/// scale·(−d) less the product of the high parts, which in double is exact.
template <class D>
HWY_INLINE TwoVectors<D> rest_of_product(const Gap<D>& gap, const VectorDial<D>& dial) {
  const auto rest = gap.high * dial.scale_low;
  if constexpr (sizeof(hn::TFromD<D>) == 4) {
    return rest;
  } else {
    return rest + gap.low * dial.scale;
  }
}

/// 2^f for |f| ≤ ½: 1 + f·q(f), q the Chebyshev interpolant of (2^f − 1)/f; relative error below 1e−8.
template <class D>
HWY_INLINE TwoVectors<D> power_of_two_fraction(D d, TwoVectors<D> f, float /* precision */) {
  const auto f2 = f * f;
  const auto q5 = f * hn::Set(d, 0x1.44138ap-13F) + hn::Set(d, 0x1.5f089p-10F);
  const auto q3 = f * hn::Set(d, 0x1.3b2a54p-7F) + hn::Set(d, 0x1.c6af6cp-5F);
  const auto q1 = f * hn::Set(d, 0x1.ebfbep-3F) + hn::Set(d, 0x1.62e43p-1F);
  const auto q = q1 + f2 * (q3 + f2 * q5);
  return f * q + hn::Set(d, 1.0F);
}

/// The same to a relative error below 2e−17.
template <class D>
HWY_INLINE TwoVectors<D> power_of_two_fraction(D d, TwoVectors<D> f, double /* precision */) {
  const auto f2 = f * f;
  const auto f4 = f2 * f2;
  const auto q1 = f * hn::Set(d, 0x1.ebfbdff82c598p-3) + hn::Set(d, 0x1.62e42fefa39efp-1);
  const auto q3 = f * hn::Set(d, 0x1.3b2ab6fba1ddap-7) + hn::Set(d, 0x1.c6b08d704a0c2p-5);
  const auto q5 = f * hn::Set(d, 0x1.430913096fd9fp-13) + hn::Set(d, 0x1.5d87fe78a5276p-10);
  const auto q7 = f * hn::Set(d, 0x1.62bfd47773353p-20) + hn::Set(d, 0x1.ffcbfc670dcd4p-17);
  const auto q9 = f * hn::Set(d, 0x1.e6063f7217bc6p-28) + hn::Set(d, 0x1.b524fae627834p-24);
  const auto top = f2 * hn::Set(d, 0x1.e9d3fe3952179p-32) + q9;
  const auto q = (q1 + f2 * q3) + f4 * ((q5 + f2 * q7) + f4 * top);
  return f * q + hn::Set(d, 1.0);
}

/// 2^{−scale·d}, 0 where the logit does not count. The nearest integer to the exponent goes into the bits of
/// a power of two; the fraction gathers what is left over, so that in double a large d/T costs no digits.
template <class D>
HWY_INLINE TwoVectors<D> boltzmann_weights(D d, const Gap<D>& gap, const VectorDial<D>& dial) {
  using Real = hn::TFromD<D>;
  constexpr bool single = sizeof(Real) == 4;
  // Adding it rounds to an integer, which stands in the low bits with the bias of an exponent.
  const auto shift = hn::Set(d, static_cast<Real>(single ? 0x1.8p23 + 127 : 0x1.8p52 + 1023));
  const auto shifted = gap.whole * dial.scale + shift;
  const auto fraction = (gap.high * dial.scale_high - (shifted - shift)) + rest_of_product(gap, dial);
  const auto power = shift_bits_left < single ? 23 : 52 > (d, shifted);
  return or_zero(gap.counted, power_of_two_fraction(d, fraction, Real{}) * power);
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
