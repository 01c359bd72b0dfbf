#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace onedial {

/// Calls `use(k)` for each bit k that is set in words of 64 bits, in order.
template <class Use>
void for_each_bit(std::span<const std::uint64_t> words, Use use) {
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (std::uint64_t rest = words[word]; rest != 0; rest &= rest - 1) {
      use(64 * word + static_cast<std::size_t>(std::countr_zero(rest)));
    }
  }
}

}  // namespace onedial
