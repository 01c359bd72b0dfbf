#pragma once
#include <cstddef>
#include <cstdint>

namespace onedial {

/// Units are padded to a multiple of as many.
inline constexpr std::size_t hebb_padding = 64;

/// One bit for each of P patterns and N units: `words` words of 16 patterns each, word by word over all units
/// (words × stride), stride being N padded.
struct PatternBits {
  const std::uint16_t* bits;
  std::size_t words;
  std::size_t stride;
};

/// N·J_ij = Σ_μ ξᵢ^μ ξⱼ^μ of unit i and all j, the diagonal P included: out (stride). P is at most 32,767.
void hebb_row(const PatternBits& bits, std::size_t unit, std::int16_t patterns, std::int16_t* out);

/// fields += 2·row where `up`, fields −= 2·row where not (stride).
void turn_spin(const std::int16_t* row, bool up, std::size_t stride, std::int32_t* fields);

}  // namespace onedial
