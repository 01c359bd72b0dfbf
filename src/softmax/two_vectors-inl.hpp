// Two vectors handled as one. Part of kernels-inl.hpp: included once for each instruction set.
// A processor looks ahead too few instructions to overlap one exponential with the next, each being a long
// chain; two chains in step keep it busy.
HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class Real>
using Lanes = hn::CappedTag<Real, virtual_lanes<Real>>;

template <class V>
struct Two {
  V a;
  V b;
};

template <class D>
using TwoVectors = Two<hn::Vec<D>>;

/// Elements i … of the same virtual lanes in two successive rounds.
template <class D>
HWY_INLINE TwoVectors<D> load_two(D d, const hn::TFromD<D>* from) {
  return {hn::LoadU(d, from), hn::LoadU(d, from + virtual_lanes<hn::TFromD<D>>)};
}

template <class D>
HWY_INLINE void store_two(TwoVectors<D> x, D d, hn::TFromD<D>* to) {
  hn::StoreU(x.a, d, to);
  hn::StoreU(x.b, d, to + virtual_lanes<hn::TFromD<D>>);
}

template <class V>
HWY_INLINE Two<V> operator+(Two<V> x, Two<V> y) {
  return {hn::Add(x.a, y.a), hn::Add(x.b, y.b)};
}
template <class V>
HWY_INLINE Two<V> operator+(Two<V> x, V y) {
  return {hn::Add(x.a, y), hn::Add(x.b, y)};
}
template <class V>
HWY_INLINE Two<V> operator-(Two<V> x, Two<V> y) {
  return {hn::Sub(x.a, y.a), hn::Sub(x.b, y.b)};
}
template <class V>
HWY_INLINE Two<V> operator-(Two<V> x, V y) {
  return {hn::Sub(x.a, y), hn::Sub(x.b, y)};
}
template <class V>
HWY_INLINE Two<V> operator*(Two<V> x, Two<V> y) {
  return {hn::Mul(x.a, y.a), hn::Mul(x.b, y.b)};
}
template <class V>
HWY_INLINE Two<V> operator*(Two<V> x, V y) {
  return {hn::Mul(x.a, y), hn::Mul(x.b, y)};
}
template <class V>
HWY_INLINE Two<V> operator&(Two<V> x, V y) {
  return {hn::And(x.a, y), hn::And(x.b, y)};
}

/// Each round added in its turn: the sums do not depend on how many rounds are under way at once.
template <class V>
HWY_INLINE V add_both(V sum, Two<V> x) {
  return hn::Add(hn::Add(sum, x.a), x.b);
}

template <class V>
HWY_INLINE auto at_least(Two<V> x, V bound) -> Two<decltype(hn::Ge(bound, bound))> {
  return {hn::Ge(x.a, bound), hn::Ge(x.b, bound)};
}

template <class M, class V>
HWY_INLINE Two<V> or_zero(Two<M> condition, Two<V> x) {
  return {hn::IfThenElseZero(condition.a, x.a), hn::IfThenElseZero(condition.b, x.b)};
}

template <class M, class V>
HWY_INLINE Two<V> either(Two<M> condition, Two<V> yes, V no) {
  return {hn::IfThenElse(condition.a, yes.a, no), hn::IfThenElse(condition.b, yes.b, no)};
}

/// The bits of floats moved up by a number of places.
template <int places, class D>
HWY_INLINE TwoVectors<D> shift_bits_left(D d, TwoVectors<D> x) {
  const hn::RebindToUnsigned<D> words;
  return {hn::BitCast(d, hn::ShiftLeft<places>(hn::BitCast(words, x.a))),
          hn::BitCast(d, hn::ShiftLeft<places>(hn::BitCast(words, x.b)))};
}

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
