#pragma once
#include <cstddef>
#include <cstdint>

/// Vectorised passes over a vocabulary of logits. They only compare and copy, so that their results are the
/// same on every instruction set.
namespace onedial::detail {

/// maxima[b] = the largest of logits[b·block … (b+1)·block − 1], for ⌈size/block⌉ blocks; `block` is a
/// multiple of 16. Returns false, with the maxima unspecified, if a logit is NaN or +∞.
bool block_maxima(const float* logits, std::size_t size, std::size_t block, float* maxima);
bool block_maxima(const double* logits, std::size_t size, std::size_t block, double* maxima);

/// Writes the positions in [first, last) with a logit of at least `bound` to `positions`, which has room for
/// last − first, in ascending order; returns how many.
std::size_t positions_at_least(const float* logits, std::size_t first, std::size_t last, float bound,
                               std::uint32_t* positions);
std::size_t positions_at_least(const double* logits, std::size_t first, std::size_t last, double bound,
                               std::uint32_t* positions);

}  // namespace onedial::detail
