#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace onedial {

/// A number in as many bytes as its type has, the lowest first.
template <class Number>
void append_little_endian(std::string& to, std::size_t value) {
  for (std::size_t byte = 0; byte < sizeof(Number); ++byte) {
    to += static_cast<char>((value >> (8 * byte)) & 0xFFU);
  }
}

/// The other way round. `bytes` must reach from `at` far enough.
template <class Number>
Number little_endian(std::string_view bytes, std::size_t at) {
  std::size_t value = 0;
  for (std::size_t byte = 0; byte < sizeof(Number); ++byte) {
    value |= std::size_t{static_cast<unsigned char>(bytes[at + byte])} << (8 * byte);
  }
  return static_cast<Number>(value);
}

}  // namespace onedial
