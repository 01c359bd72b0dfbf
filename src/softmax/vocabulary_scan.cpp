#include "vocabulary_scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softmax/vocabulary_scan.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "onedial/core/instruction_set.hpp"

HWY_BEFORE_NAMESPACE();
namespace onedial::detail::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// At most 16 lanes, so that every block is a whole number of vectors.
template <class Logit>
using Tag = hn::CappedTag<Logit, 16>;

template <class Logit>
bool find_block_maxima(const Logit* HWY_RESTRICT logits, std::size_t size, std::size_t block,
                       Logit* HWY_RESTRICT maxima) {
  const Tag<Logit> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto lowest = hn::Set(d, -std::numeric_limits<Logit>::infinity());
  const auto highest = hn::Set(d, std::numeric_limits<Logit>::max());
  auto all_legal = hn::Le(lowest, lowest);
  bool tail_legal = true;
  for (std::size_t first = 0; first < size; first += block) {
    const std::size_t last = std::min(size, first + block);
    auto even = lowest;
    auto odd = lowest;
    std::size_t i = first;
    for (; i + 2 * lanes <= last; i += 2 * lanes) {
      const auto a = hn::LoadU(d, logits + i);
      const auto b = hn::LoadU(d, logits + i + lanes);
      // Written so that a NaN fails it; what Max makes of a NaN then does not matter.
      all_legal = hn::And(all_legal, hn::And(hn::Le(a, highest), hn::Le(b, highest)));
      even = hn::Max(even, a);
      odd = hn::Max(odd, b);
    }
    if (i + lanes <= last) {
      const auto a = hn::LoadU(d, logits + i);
      all_legal = hn::And(all_legal, hn::Le(a, highest));
      even = hn::Max(even, a);
      i += lanes;
    }
    Logit most = hn::GetLane(hn::MaxOfLanes(d, hn::Max(even, odd)));
    for (; i < last; ++i) {
      tail_legal = tail_legal && logits[i] <= std::numeric_limits<Logit>::max();
      most = std::max(most, logits[i]);
    }
    *maxima++ = most;
  }
  return tail_legal && hn::AllTrue(d, all_legal);
}

template <class Logit>
std::size_t find_positions(const Logit* HWY_RESTRICT logits, std::size_t first, std::size_t last, Logit bound,
                           std::uint32_t* HWY_RESTRICT positions) {
  const Tag<Logit> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto bounds = hn::Set(d, bound);
  std::size_t count = 0;
  std::size_t i = first;
  for (; i + lanes <= last; i += lanes) {
    std::array<std::uint8_t, 8> bytes{};
    hn::StoreMaskBits(d, hn::Ge(hn::LoadU(d, logits + i), bounds), bytes.data());
    std::uint32_t bits = bytes[0] | (static_cast<std::uint32_t>(bytes[1]) << 8U);
    for (; bits != 0; bits &= bits - 1) {
      positions[count++] = static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
  }
  for (; i < last; ++i) {
    if (logits[i] >= bound) {
      positions[count++] = static_cast<std::uint32_t>(i);
    }
  }
  return count;
}

bool block_maxima_float(const float* logits, std::size_t size, std::size_t block, float* maxima) {
  return find_block_maxima(logits, size, block, maxima);
}
bool block_maxima_double(const double* logits, std::size_t size, std::size_t block, double* maxima) {
  return find_block_maxima(logits, size, block, maxima);
}
std::size_t positions_float(const float* logits, std::size_t first, std::size_t last, float bound,
                            std::uint32_t* positions) {
  return find_positions(logits, first, last, bound, positions);
}
std::size_t positions_double(const double* logits, std::size_t first, std::size_t last, double bound,
                             std::uint32_t* positions) {
  return find_positions(logits, first, last, bound, positions);
}

}  // namespace onedial::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace onedial::detail {

HWY_EXPORT(block_maxima_float);
HWY_EXPORT(block_maxima_double);
HWY_EXPORT(positions_float);
HWY_EXPORT(positions_double);

bool block_maxima(const float* logits, std::size_t size, std::size_t block, float* maxima) {
  instruction_set();  // makes the choice, if this is the first loop of all
  return HWY_DYNAMIC_DISPATCH(block_maxima_float)(logits, size, block, maxima);
}
bool block_maxima(const double* logits, std::size_t size, std::size_t block, double* maxima) {
  instruction_set();
  return HWY_DYNAMIC_DISPATCH(block_maxima_double)(logits, size, block, maxima);
}
std::size_t positions_at_least(const float* logits, std::size_t first, std::size_t last, float bound,
                               std::uint32_t* positions) {
  return HWY_DYNAMIC_DISPATCH(positions_float)(logits, first, last, bound, positions);
}
std::size_t positions_at_least(const double* logits, std::size_t first, std::size_t last, double bound,
                               std::uint32_t* positions) {
  return HWY_DYNAMIC_DISPATCH(positions_double)(logits, first, last, bound, positions);
}

}  // namespace onedial::detail
#endif
