#include "onedial/data/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <type_traits>

#include "array_size.hpp"
#include "dataset_formats.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

static_assert(std::endian::native == std::endian::little, "files are read as they lie in memory");

constexpr std::string_view magic = "\x93NUMPY";

template <class Number>
double load(const char* at) {
  Number number;
  std::memcpy(&number, at, sizeof number);
  return static_cast<double>(number);
}

double load_truth(const char* at) {
  return *at == 0 ? 0 : 1;
}

struct Type {
  std::string_view name;
  std::size_t bytes;
  double (*load)(const char*);
};

constexpr std::array types = {
    Type{"<f4", 4, &load<float>},         Type{"<f8", 8, &load<double>},
    Type{"|b1", 1, &load_truth},          Type{"|u1", 1, &load<std::uint8_t>},
    Type{"<u2", 2, &load<std::uint16_t>}, Type{"<u4", 4, &load<std::uint32_t>},
    Type{"<u8", 8, &load<std::uint64_t>}, Type{"|i1", 1, &load<std::int8_t>},
    Type{"<i2", 2, &load<std::int16_t>},  Type{"<i4", 4, &load<std::int32_t>},
    Type{"<i8", 8, &load<std::int64_t>},
};

const Type* find_type(std::string_view name) {
  const auto* const found =
      std::find_if(types.begin(), types.end(), [&](const Type& type) { return type.name == name; });
  return found == types.end() ? nullptr : found;
}

/// What stands behind 'key': in the header, a Python dictionary; throws where it is not there.
std::string_view value_of(const std::string& name, std::string_view header, std::string_view key) {
  const std::string quoted_key = fmt::format("'{}':", key);
  const std::size_t at = header.find(quoted_key);
  if (at == std::string_view::npos) {
    throw InputError(fmt::format("{}: the header of its .npy format has no '{}'", name, key));
  }
  std::string_view value = header.substr(at + quoted_key.size());
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

std::vector<Index> parse_shape(const std::string& name, std::string_view value) {
  std::vector<Index> shape;
  const std::size_t end = value.find(')');
  std::string_view list =
      value.starts_with('(') && end != std::string_view::npos ? value.substr(1, end - 1) : "?";
  while (!list.empty()) {
    Index length = -1;
    const auto [rest, error] = std::from_chars(list.data(), list.data() + list.size(), length);
    list.remove_prefix(static_cast<std::size_t>(rest - list.data()));
    if (error != std::errc() || length < 0 || !(list.empty() || list.starts_with(','))) {
      throw InputError(
          fmt::format("{}: the shape in the header of its .npy format is no list of lengths", name));
    }
    shape.push_back(length);
    list.remove_prefix(std::min(list.find_first_not_of(", "), list.size()));
  }
  return shape;
}

/// Where in the file the number stands that is the `column`-th of a row, the last index running fastest.
Index place_in_file(const NpyArray& array, Index row, Index column) {
  if (!array.is_fortran_order) {
    return row * array.columns() + column;
  }
  Index at = row;
  Index stride = array.size();
  for (std::size_t k = array.shape.size() - 1; array.shape.size() > 1 && k > 0; --k) {
    stride /= array.shape[k];
    at += column % array.shape[k] * stride;
    column /= array.shape[k];
  }
  return at;
}

/// As NumPy calls it.
template <class Number>
constexpr std::string_view type_name() {
  if constexpr (std::is_same_v<Number, float>) {
    return "<f4";
  } else if constexpr (std::is_same_v<Number, double>) {
    return "<f8";
  } else if constexpr (std::is_same_v<Number, std::int64_t>) {
    return "<i8";
  } else if constexpr (std::is_same_v<Number, std::uint64_t>) {
    return "<u8";
  } else {
    static_assert(std::is_same_v<Number, std::uint8_t>);
    return "|u1";
  }
}

/// Numbers that lie in the file as `Stored`, as `Number`s in the order of rows.
template <class Number, class Stored>
std::vector<Number> copied(const NpyArray& array) {
  std::vector<Number> values;
  values.reserve(static_cast<std::size_t>(array.size()));
  for (Index row = 0; row < array.rows(); ++row) {
    for (Index column = 0; column < array.columns(); ++column) {
      const auto at = static_cast<std::size_t>(place_in_file(array, row, column));
      Stored stored;
      std::memcpy(&stored, array.data.data() + at * sizeof stored, sizeof stored);
      values.push_back(stored);
    }
  }
  return values;
}

struct Parsed {
  NpyArray array;  // without its data
  std::size_t header_bytes = 0;
  std::uint64_t file_size = 0;
};

Parsed parse_header(const std::string& name, std::string_view bytes) {
  const auto fail = [&name](std::string_view what) { throw InputError(fmt::format("{}: {}", name, what)); };
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
  };
  constexpr std::size_t before_length = 8;
  const std::size_t version = bytes.size() > magic.size() ? byte(magic.size()) : 0;
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  if (version > 3) {
    fail(fmt::format("is .npy of version {}; 1, 2 or 3 is expected", version));
  }
  Parsed parsed{.array = {}, .header_bytes = before_length + length_bytes};
  for (std::size_t k = length_bytes; k-- > 0 && bytes.size() >= before_length + length_bytes;) {
    parsed.header_bytes += byte(before_length + k) << (8 * k);
  }
  if (bytes.size() < before_length + length_bytes || bytes.size() < parsed.header_bytes) {
    fail("ends within the header of its .npy format");
  }
  const std::string_view header =
      bytes.substr(before_length + length_bytes, parsed.header_bytes - before_length - length_bytes);
  const std::string_view type = value_of(name, header, "descr");
  parsed.array.type = type.starts_with('\'') ? type.substr(1, type.find('\'', 1) - 1) : "(a structure)";
  const Type* const known = find_type(parsed.array.type);
  if (known == nullptr) {
    fail(
        fmt::format("holds values of type {}; little-endian real numbers of 4 or 8 bytes, integers or truth "
                    "values are expected",
                    parsed.array.type));
  }
  parsed.array.shape = parse_shape(name, value_of(name, header, "shape"));
  parsed.array.is_fortran_order = value_of(name, header, "fortran_order").starts_with("True");
  parsed.file_size =
      array_file_size(parsed.header_bytes, std::span<const Index>(parsed.array.shape), known->bytes);
  return parsed;
}

}  // namespace

Index NpyArray::size() const {
  return static_cast<Index>(data.size() / find_type(type)->bytes);
}

Index NpyArray::rows() const {
  return shape.empty() ? 1 : shape.front();
}

Index NpyArray::columns() const {
  return size() / rows();
}

bool is_npy(std::string_view bytes) {
  return bytes.starts_with(magic);
}

std::uint64_t declared_npy_size(const std::string& name, std::string_view beginning) {
  return parse_header(name, beginning).file_size;
}

NpyArray parse_npy(const std::string& name, std::string_view bytes) {
  if (!is_npy(bytes)) {
    throw InputError(fmt::format("{}: is not in NumPy's format .npy", name));
  }
  Parsed parsed = parse_header(name, bytes);
  if (bytes.size() != parsed.file_size) {
    throw InputError(
        fmt::format("{}: {} {} bytes after its header, which declares {} of {}; it is damaged", name,
                    bytes.size() < parsed.file_size ? "has only" : "has more than",
                    std::min<std::uint64_t>(bytes.size(), parsed.file_size) - parsed.header_bytes,
                    fmt::join(parsed.array.shape, " x "), parsed.array.type));
  }
  parsed.array.data = bytes.substr(parsed.header_bytes);
  if (parsed.array.data.empty()) {
    throw InputError(fmt::format("{}: is an empty array", name));
  }
  return parsed.array;
}

void read_npy_row(const NpyArray& array, Index row, std::span<double> values) {
  const Type& type = *find_type(array.type);
  for (Index column = 0; column < std::ssize(values); ++column) {
    const Index at = place_in_file(array, row, column);
    values[static_cast<std::size_t>(column)] =
        type.load(array.data.data() + static_cast<std::size_t>(at) * type.bytes);
  }
}

Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> npy_matrix(const NpyArray& array) {
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> matrix(array.rows(),
                                                                                array.columns());
  for (Index row = 0; row < matrix.rows(); ++row) {
    read_npy_row(array, row, {matrix.row(row).data(), static_cast<std::size_t>(matrix.cols())});
  }
  return matrix;
}

template <class Number>
std::string npy_bytes(std::span<const Number> values, const std::vector<Index>& shape) {
  if (std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>()) != std::ssize(values)) {
    throw std::invalid_argument(
        fmt::format("{} numbers are no array of {}", values.size(), fmt::join(shape, " x ")));
  }
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}",
                                   type_name<Number>(), fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
  // The numbers begin at a multiple of 64 bytes, and the header ends with a line.
  constexpr std::size_t alignment = 64;
  constexpr std::size_t before_header = 10;
  header.resize((before_header + header.size()) / alignment * alignment + alignment - before_header, ' ');
  header.back() = '\n';
  std::string bytes(magic);
  bytes += {'\x01', '\x00', static_cast<char>(header.size() & 0xFFU), static_cast<char>(header.size() >> 8U)};
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return bytes;
}

template <class Number>
std::optional<std::vector<Number>> npy_values(const NpyArray& array) {
  if constexpr (std::is_same_v<Number, std::int64_t>) {
    if (array.type == "<i4") {
      return copied<std::int64_t, std::int32_t>(array);
    }
  }
  return array.type == type_name<Number>() ? std::optional(copied<Number, Number>(array)) : std::nullopt;
}

template std::string npy_bytes(std::span<const float>, const std::vector<Index>&);
template std::string npy_bytes(std::span<const double>, const std::vector<Index>&);
template std::string npy_bytes(std::span<const std::int64_t>, const std::vector<Index>&);
template std::string npy_bytes(std::span<const std::uint64_t>, const std::vector<Index>&);
template std::string npy_bytes(std::span<const std::uint8_t>, const std::vector<Index>&);
template std::optional<std::vector<float>> npy_values(const NpyArray&);
template std::optional<std::vector<double>> npy_values(const NpyArray&);
template std::optional<std::vector<std::int64_t>> npy_values(const NpyArray&);
template std::optional<std::vector<std::uint64_t>> npy_values(const NpyArray&);
template std::optional<std::vector<std::uint8_t>> npy_values(const NpyArray&);

}  // namespace onedial
