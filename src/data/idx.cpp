#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "array_size.hpp"
#include "dataset_formats.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

constexpr unsigned type_of_bytes = 0x08;

struct IdxHeader {
  std::vector<std::uint32_t> sizes;  // of each dimension
  std::size_t bytes = 0;             // that the header takes
  std::uint64_t file_size = 0;
};

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

IdxHeader parse_header(const std::string& name, std::string_view bytes) {
  if (const unsigned type = byte_at(bytes, 2); type != type_of_bytes) {
    throw InputError(fmt::format("{}: is IDX of type 0x{:02x}; only bytes (0x08) are read", name, type));
  }
  const std::size_t dimensions = byte_at(bytes, 3);
  IdxHeader header{.sizes = {}, .bytes = 4 + 4 * dimensions};
  if (bytes.size() < header.bytes) {
    throw InputError(fmt::format("{}: is cut short within its header", name));
  }
  for (std::size_t at = 4; at < header.bytes; at += 4) {
    header.sizes.push_back(byte_at(bytes, at) << 24U | byte_at(bytes, at + 1) << 16U |
                           byte_at(bytes, at + 2) << 8U | byte_at(bytes, at + 3));
  }
  header.file_size = array_file_size(header.bytes, std::span<const std::uint32_t>(header.sizes), 1);
  return header;
}

/// Header of a whole file, which must be as large as it declares.
IdxHeader parse_whole(const std::string& name, std::string_view bytes) {
  IdxHeader header = parse_header(name, bytes);
  if (bytes.size() != header.file_size) {
    throw InputError(fmt::format("{}: {} {} bytes after its header, which declares {}; it is damaged", name,
                                 bytes.size() < header.file_size ? "has only" : "has more than",
                                 std::min<std::uint64_t>(bytes.size(), header.file_size) - header.bytes,
                                 fmt::join(header.sizes, " x ")));
  }
  if (header.file_size == header.bytes) {
    throw InputError(
        fmt::format("{}: holds nothing; its header declares {}", name, fmt::join(header.sizes, " x ")));
  }
  return header;
}

}  // namespace

bool is_idx(std::string_view bytes) {
  return bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == 0;
}

std::uint64_t declared_idx_size(const std::string& name, std::string_view beginning) {
  return parse_header(name, beginning).file_size;
}

std::vector<std::int32_t> read_idx_labels(const std::string& name, std::string_view bytes) {
  const IdxHeader header = parse_whole(name, bytes);
  if (header.sizes.size() != 1) {
    throw InputError(fmt::format("{}: is IDX of {} dimensions; labels have 1", name, header.sizes.size()));
  }
  std::vector<std::int32_t> labels;
  for (const char label : bytes.substr(header.bytes)) {
    labels.push_back(static_cast<unsigned char>(label));
  }
  return labels;
}

Dataset read_idx(const std::string& name, std::string_view bytes, const DatasetSettings& settings) {
  const IdxHeader header = parse_whole(name, bytes);
  const std::vector<Index> sizes(header.sizes.begin(), header.sizes.end());
  if (sizes.size() != 2 && sizes.size() != 3) {
    throw InputError(fmt::format("{}: is IDX of {} dimensions; examples have 2, or 3 if they are images",
                                 name, sizes.size()));
  }
  Dataset dataset;
  const Index taken = taken_of(sizes[0], settings);
  const bool has_images = sizes.size() == 3;
  const Index features = has_images ? sizes[1] * sizes[2] : sizes[1];
  if (has_images) {
    dataset.height = sizes[1];
    dataset.width = sizes[2];
  } else if (settings.height * settings.width == features) {
    dataset.height = settings.height;
    dataset.width = settings.width;
  }
  using Bytes = Eigen::Matrix<unsigned char, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto* pixels = reinterpret_cast<const unsigned char*>(bytes.data() + header.bytes);
  dataset.values = Eigen::Map<const Bytes>(pixels, taken, features).cast<float>() / 255.0F;
  dataset.labels = read_labels(settings, sizes[0], taken);
  return dataset;
}

}  // namespace onedial
