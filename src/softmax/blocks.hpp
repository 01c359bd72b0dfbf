#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>

#include "kernels.hpp"

namespace onedial {

/// Logits are visited in blocks that stay in the nearest cache between two looks at them.
template <class Real>
constexpr std::size_t block_length = 8192 / sizeof(Real);

template <class Real>
constexpr std::size_t block_count(std::size_t size) {
  return (size + block_length<Real> - 1) / block_length<Real>;
}

template <class Element>
std::span<Element> block_of(std::span<Element> all, std::size_t block) {
  constexpr std::size_t length = block_length<std::remove_const_t<Element>>;
  return all.subspan(block * length, std::min(length, all.size() - block * length));
}

/// A block as kernels take it: where its length is no multiple of `block_step`, a copy with tokens of weight
/// 0 appended.
template <class Real>
class PaddedBlock {
 public:
  /// Valid until the next call, and as long as `part` is.
  std::span<const Real> operator()(std::span<const Real> part) {
    constexpr std::size_t step = block_step<Real>;
    const std::size_t padded = (part.size() + step - 1) / step * step;
    if (padded == part.size()) {
      return part;
    }
    Real* const end = std::copy(part.begin(), part.end(), copy_.data());
    std::fill(end, copy_.data() + padded, -std::numeric_limits<Real>::infinity());
    return std::span<const Real>(copy_).first(padded);
  }

 private:
  std::array<Real, block_length<Real>> copy_;
};

/// Throws std::invalid_argument that names the first of `logits` that is NaN or +∞, if there is one;
/// `first` is the index of their first.
template <class Real>
void check_logits(std::span<const Real> logits, std::size_t first);

/// Throws std::invalid_argument if `greatest`, the maximum of the logits, is −∞.
void check_maximum(double greatest, std::size_t size);

/// The maximum of a block, once no NaN or +∞ is in it.
template <class Real>
Real checked_maximum(const BlockMaximum<Real>& found, std::span<const Real> z, std::size_t block) {
  if (found.suspect) {
    check_logits(z, block * block_length<Real>);
  }
  return found.maximum;
}

/// One look at most blocks, although the maximum is known only at the end: sum(block, padded values,
/// greatest logit so far, has ties) is called in the hope that no value is above that logit, and called again
/// where its result finds one that is, or is as great. The first blocks, where that is likely, are searched
/// beforehand. Then visit(block, padded values, result, has ties) is called.
/// Blocks before the first finite logit are left out. Returns the greatest logit.
/// Throws what the checks above throw.
template <class Real, class Sum, class Visit>
Real sum_each_block(std::span<const Real> logits, Sum sum, Visit visit) {
  constexpr std::size_t searched_blocks = 3;  // a search costs a fifth of a sum
  constexpr Real nothing = -std::numeric_limits<Real>::infinity();
  Real greatest = nothing;
  PaddedBlock<Real> padded;
  for (std::size_t block = 0; block < block_count<Real>(logits.size()); ++block) {
    const std::span<const Real> z = padded(block_of(logits, block));
    bool ties = false;
    if (block < searched_blocks || greatest == nothing) {
      const Real maximum = checked_maximum(kernels<Real>().maximum(z.data(), z.size()), z, block);
      ties = maximum >= greatest;
      greatest = std::max(greatest, maximum);
      if (greatest == nothing) {
        continue;
      }
    }
    auto sums = sum(block, z, greatest, ties);
    const Real maximum = checked_maximum(sums.found, z, block);
    if (!ties && maximum >= greatest) {
      ties = true;
      greatest = maximum;
      sums = sum(block, z, greatest, ties);
    }
    visit(block, z, sums, ties);
  }
  check_maximum(greatest, logits.size());
  return greatest;
}

}  // namespace onedial
