// The inner loops. Highway includes this file once for each instruction set: hence no include guard.
// Every operation is an IEEE operation on one virtual lane (no fused multiply-add, no reciprocal estimate),
// and gives the same bits everywhere.
// The order matters: each of these uses the one before.
// clang-format off
#include "two_vectors-inl.hpp"
#include "power_of_two-inl.hpp"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace onedial::HWY_NAMESPACE {

/// Greatest element, and a sum that NaN and ∞ leave their mark on.
template <class D>
struct Watch {
  Two<hn::Vec<D>> greatest;
  Two<hn::Vec<D>> mark;
};

template <class D>
HWY_INLINE Watch<D> start_watch(D d, const hn::TFromD<D>* z) {
  const auto first = hn::LoadU(d, z);
  return {{first, first}, {hn::Zero(d), hn::Zero(d)}};
}

template <class D>
HWY_INLINE void look_at(TwoVectors<D> z, Watch<D>& watch) {
  watch.greatest = {hn::Max(watch.greatest.a, z.a), hn::Max(watch.greatest.b, z.b)};
  watch.mark = watch.mark + z;
}

/// The one quantity that is taken in an order of the hardware's: no order changes it.
template <class D, class Real = hn::TFromD<D>>
HWY_INLINE BlockMaximum<Real> finish_watch(D d, const Watch<D>& watch) {
  const Real maximum = hn::GetLane(hn::MaxOfLanes(d, hn::Max(watch.greatest.a, watch.greatest.b)));
  const Real mark = hn::GetLane(hn::SumOfLanes(d, hn::Add(watch.mark.a, watch.mark.b)));
  // Adding +0 turns −0 into +0, so that the sign of a zero cannot depend on the order of comparisons.
  return {maximum + 0, std::isnan(mark) || maximum > std::numeric_limits<Real>::max()};
}

template <class Real>
BlockMaximum<Real> maximum(const Real* z, std::size_t size) {
  using D = Lanes<Real>;
  const D d;
  Watch<D> watch = start_watch(d, z);
  for (std::size_t i = 0; i < size; i += 2 * hn::Lanes(d)) {
    look_at<D>({hn::LoadU(d, z + i), hn::LoadU(d, z + i + hn::Lanes(d))}, watch);
  }
  return finish_watch(d, watch);
}

/// The virtual lanes in one fixed order, in double.
template <class Real>
double combined(const Real* lanes) {
  double sums[virtual_lanes<Real>];
  for (std::size_t i = 0; i < virtual_lanes<Real>; ++i) {
    sums[i] = static_cast<double>(lanes[i]);
  }
  for (std::size_t half = virtual_lanes<Real> / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) {
      sums[i] += sums[i + half];
    }
  }
  return sums[0];
}

/// With `store`, w itself into `weights`.
template <bool store, class Real>
WeightSum<Real> sum_weights(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial,
                            Real* weights) {
  using D = Lanes<Real>;
  const D d;
  const VectorDial<D> vector_dial = load_dial(d, dial, reference);
  Watch<D> watch = start_watch(d, z);
  alignas(64) Real lanes[virtual_lanes<Real>];
  for (std::size_t lane = 0; lane < virtual_lanes<Real>; lane += hn::Lanes(d)) {
    auto sum = hn::Zero(d);
    for (std::size_t i = lane; i < size; i += block_step<Real>) {
      const auto values = load_two(d, z + i);
      const auto w = boltzmann_weights(d, gap_of(d, values, vector_dial), vector_dial);
      sum = add_both(sum, w);
      if constexpr (store) {
        store_two(w, d, weights + i);
      }
      look_at(values, watch);
    }
    hn::StoreU(sum, d, lanes + lane);
  }
  return {finish_watch(d, watch), combined(lanes)};
}

template <class Real>
WeightSum<Real> weight_sum(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial) {
  return sum_weights<false>(z, size, reference, dial, static_cast<Real*>(nullptr));
}

template <class Real>
WeightSum<Real> weights(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial, Real* out) {
  return sum_weights<true>(z, size, reference, dial, out);
}

template <bool set_ties_apart, class Real>
GapSums<Real> sum_gaps(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial, Real pivot) {
  using D = Lanes<Real>;
  const D d;
  const VectorDial<D> vector_dial = load_dial(d, dial, reference);
  const auto vector_pivot = hn::Set(d, pivot);
  Watch<D> watch = start_watch(d, z);
  alignas(64) Real lanes[3][virtual_lanes<Real>];
  std::size_t ties = 0;
  for (std::size_t lane = 0; lane < virtual_lanes<Real>; lane += hn::Lanes(d)) {
    auto weight_sum = hn::Zero(d);
    auto first_sum = hn::Zero(d);
    auto second_sum = hn::Zero(d);
    for (std::size_t i = lane; i < size; i += block_step<Real>) {
      const auto values = load_two(d, z + i);
      const auto gap = gap_of(d, values, vector_dial);
      auto w = boltzmann_weights(d, gap, vector_dial);
      if constexpr (set_ties_apart) {
        const auto tie = at_least(values, vector_dial.reference);
        ties += hn::CountTrue(d, tie.a) + hn::CountTrue(d, tie.b);
        w = {hn::IfThenZeroElse(tie.a, w.a), hn::IfThenZeroElse(tie.b, w.b)};
      }
      const auto u = gap.whole + vector_pivot;
      const auto wu = w * u;
      weight_sum = add_both(weight_sum, w);
      first_sum = add_both(first_sum, wu);
      second_sum = add_both(second_sum, wu * u);
      look_at(values, watch);
    }
    hn::StoreU(weight_sum, d, lanes[0] + lane);
    hn::StoreU(first_sum, d, lanes[1] + lane);
    hn::StoreU(second_sum, d, lanes[2] + lane);
  }
  return {finish_watch(d, watch), combined(lanes[0]), combined(lanes[1]), combined(lanes[2]), ties};
}

template <class Real>
GapSums<Real> gap_sums(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial, Real pivot,
                       bool ties) {
  return ties ? sum_gaps<true>(z, size, reference, dial, pivot)
              : sum_gaps<false>(z, size, reference, dial, pivot);
}

template <class Real>
void scale(Real* values, std::size_t size, Real factor, Real threshold) {
  using D = Lanes<Real>;
  const D d;
  const auto vector_factor = hn::Set(d, factor);
  const auto vector_threshold = hn::Set(d, threshold);
  for (std::size_t i = 0; i < size; i += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, values + i);
    const auto counted = hn::Ge(value, vector_threshold);
    hn::StoreU(hn::IfThenElseZero(counted, hn::Mul(value, vector_factor)), d, values + i);
  }
}

template <class Real>
void log_weights(const Real* z, std::size_t size, Real reference, const Dial<Real>& dial, Real offset_high,
                 Real offset_low, Real* out) {
  using D = Lanes<Real>;
  const D d;
  const VectorDial<D> vector_dial = load_dial(d, dial, reference);
  const auto high = hn::Set(d, offset_high);
  const auto low = hn::Set(d, offset_low);
  const auto nothing = hn::Set(d, -std::numeric_limits<Real>::infinity());
  for (std::size_t lane = 0; lane < virtual_lanes<Real>; lane += hn::Lanes(d)) {
    for (std::size_t i = lane; i < size; i += block_step<Real>) {
      const auto gap = gap_of(d, load_two(d, z + i), vector_dial);
      const auto leading = gap.high * vector_dial.scale_high - high;
      const auto rest = rest_of_product(gap, vector_dial) - low;
      store_two(either(gap.counted, leading + rest, nothing), d, out + i);
    }
  }
}

template <class Real>
constexpr Kernels<Real> table = {maximum<Real>,  weight_sum<Real>, weights<Real>,
                                 gap_sums<Real>, scale<Real>,      log_weights<Real>};

}  // namespace onedial::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
