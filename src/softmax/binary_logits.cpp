#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "logits_bytes.hpp"
#include "onedial/core/error.hpp"
#include "onedial/data/npy.hpp"

namespace onedial {

TokenLogits read_float32_logits(const std::string& path, std::string_view bytes) {
  static_assert(std::endian::native == std::endian::little, "files are read as they lie in memory");
  std::vector<float> values(bytes.size() / sizeof(float));
  if (bytes.size() != values.size() * sizeof(float)) {
    throw InputError(
        fmt::format("{}: holds {} bytes of numbers; a multiple of 4 is expected", path, bytes.size()));
  }
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return {.logits = std::vector<double>(values.begin(), values.end())};
}

TokenLogits read_npy_logits(const std::string& path, std::string_view bytes) {
  const NpyArray array = parse_npy(path, bytes);
  if (array.shape.size() != 1) {
    throw InputError(fmt::format("{}: is an array of shape ({}); one dimension is expected", path,
                                 fmt::join(array.shape, ", ")));
  }
  const auto column = npy_matrix(array);
  return {.logits = std::vector<double>(column.data(), column.data() + column.size())};
}

}  // namespace onedial
