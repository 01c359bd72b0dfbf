#include "block_weights.hpp"

#include <algorithm>
#include <array>

#include "onedial/core/boltzmann.hpp"

namespace onedial {

template <class Real>
BlockWeights<Real>::BlockWeights(std::span<const Real> logits, Temperature t)
    : temperature_(representable<Real>(t)),
      dial_(weight_dial<Real>(t)),
      sums_(block_count<Real>(logits.size())) {
  Real reference = 0;
  const auto sum = [&](std::size_t, std::span<const Real> z, Real greatest, bool) {
    reference = greatest;
    return kernels<Real>().weight_sum(z.data(), z.size(), greatest, dial_);
  };
  maximum_ = sum_each_block(
      logits, sum, [&](std::size_t block, std::span<const Real>, const WeightSum<Real>& found, bool) {
        sums_[block] = {reference, found.weight, 0.0};
      });
  relate_to_maximum();
}

template <class Real>
BlockWeights<Real>::BlockWeights(std::span<const Real> logits, Temperature t, std::span<Real> out)
    : temperature_(representable<Real>(t)),
      dial_(weight_dial<Real>(t)),
      sums_(block_count<Real>(logits.size())) {
  Real reference = 0;
  std::array<Real, block_length<Real>> copy;
  // Only where there is room for all of them, and not over logits that may be needed once more.
  const auto direct = [&](std::size_t block, std::span<const Real> z) {
    const std::span<Real> part = block_of(out, block);
    return part.size() == z.size() && part.data() != z.data();
  };
  const auto sum = [&](std::size_t block, std::span<const Real> z, Real greatest, bool) {
    reference = greatest;
    Real* weights = direct(block, z) ? block_of(out, block).data() : copy.data();
    return kernels<Real>().weights(z.data(), z.size(), greatest, dial_, weights);
  };
  maximum_ = sum_each_block(
      logits, sum, [&](std::size_t block, std::span<const Real> z, const WeightSum<Real>& found, bool) {
        sums_[block] = {reference, found.weight, 0.0};
        if (!direct(block, z)) {
          const std::span<Real> part = block_of(out, block);
          std::copy_n(copy.begin(), part.size(), part.begin());
        }
      });
  for (std::size_t block = 0; block < blocks(); ++block) {
    if (sums_[block].weight == 0) {  // it may have been left out
      std::ranges::fill(block_of(out, block), Real{0});
    }
  }
  relate_to_maximum();
}

template <class Real>
void BlockWeights<Real>::relate_to_maximum() {
  const Sum* before = nullptr;
  for (Sum& sum : sums_) {
    if (sum.weight == 0) {  // nor does its reference mean anything
      continue;
    }
    if (before != nullptr && before->reference == sum.reference) {  // nearly always
      sum.factor = before->factor;
    } else if (maximum_ - sum.reference <= dial_.cut) {
      sum.factor = boltzmann_weight(-double{sum.reference}, -double{maximum_}, temperature_);
    }
    total_ += sum.factor * sum.weight;
    before = &sum;
  }
}

template <class Real>
double BlockWeights<Real>::least_weight() const {
  constexpr double least_normal = std::numeric_limits<Real>::min();
  constexpr double least =
      sizeof(Real) == 4 ? 0x1.666d0dad2961dp-126 : 0x1.7c8ab2288c9abp-1022;  // e^−87, e^−708
  constexpr double margin = 1 + 4 * double{std::numeric_limits<Real>::epsilon()};
  return std::max(least, least_normal * total_) * margin;
}

template class BlockWeights<float>;
template class BlockWeights<double>;

}  // namespace onedial
