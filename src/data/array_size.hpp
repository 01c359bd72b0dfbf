#pragma once
#include <cstdint>
#include <limits>
#include <span>

namespace onedial {

/// How many bytes an array takes behind `header` bytes: the largest number where that overflows, as no file
/// is that large.
template <class Integer>
std::uint64_t array_file_size(std::uint64_t header, std::span<const Integer> shape, std::uint64_t item) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t size = item;
  for (const Integer length : shape) {
    if (length == 0) {
      return header;
    }
    const auto factor = static_cast<std::uint64_t>(length);
    size = size > most / factor ? most : size * factor;
  }
  return size > most - header ? most : header + size;
}

}  // namespace onedial
