#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "logits_bytes.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

static_assert(std::endian::native == std::endian::little, "files are read as they lie in memory");

template <class Real>
TokenLogits logits_from(const std::string& path, std::string_view bytes) {
  if (bytes.size() % sizeof(Real) != 0) {
    throw InputError(fmt::format("{}: holds {} bytes of numbers; a multiple of {} is expected", path,
                                 bytes.size(), sizeof(Real)));
  }
  std::vector<Real> values(bytes.size() / sizeof(Real));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return {.logits = std::vector<double>(values.begin(), values.end())};
}

/// The text of `key` in the header of a .npy file, a Python dictionary, up to `end`.
std::string_view header_value(std::string_view header, std::string_view key, char end) {
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = header.substr(at + key.size());
  return rest.substr(0, rest.find(end));
}

}  // namespace

TokenLogits read_float32_logits(const std::string& path, std::string_view bytes) {
  return logits_from<float>(path, bytes);
}

/// Format: NumPy Enhancement Proposal 1, versions 1 to 3.
TokenLogits read_npy_logits(const std::string& path, std::string_view bytes) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
  };
  constexpr std::size_t before_length = 8;
  const std::size_t length_bytes = bytes.size() > before_length && byte(6) == 1 ? 2 : 4;
  const std::size_t header_at = before_length + length_bytes;
  if (bytes.size() < header_at) {
    throw InputError(fmt::format("{}: ends within the header of its .npy format", path));
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    length |= byte(before_length + i) << (8 * i);
  }
  if (bytes.size() - header_at < length) {
    throw InputError(fmt::format("{}: ends within the header of its .npy format", path));
  }
  const std::string_view header = bytes.substr(header_at, length);
  const std::string_view shape = header_value(header, "'shape': (", ')');
  const std::string_view type = header_value(header, "'descr': '", '\'');
  if (shape.empty() || shape.find(',') + 1 != shape.size()) {
    throw InputError(fmt::format("{}: is an array of shape ({}); one dimension is expected", path, shape));
  }
  const std::string_view data = bytes.substr(header_at + length);
  TokenLogits result;
  if (type == "<f4") {
    result = logits_from<float>(path, data);
  } else if (type == "<f8") {
    result = logits_from<double>(path, data);
  } else {
    throw InputError(fmt::format(
        "{}: holds numbers of type '{}'; float32 ('<f4') or float64 ('<f8') is expected", path, type));
  }
  if (fmt::format("{},", result.logits.size()) != shape) {
    throw InputError(
        fmt::format("{}: holds {} numbers, but its shape is ({})", path, result.logits.size(), shape));
  }
  return result;
}

}  // namespace onedial
