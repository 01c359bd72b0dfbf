#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "formats.hpp"
#include "json_document.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/little_endian.hpp"

// The format of dimod's BinaryQuadraticModel.to_file, as its documentation specifies the versions 1.0
// and 2.0: a header in JSON, the offset, for each variable where its neighbourhood starts and its bias, and
// for each neighbourhood, ordered, the other variable and the bias of the pair; so each pair stands there
// twice. Labels are in the header, or in a section after the data.
namespace onedial {
namespace {

constexpr std::string_view magic = "DIMODBQM";
constexpr std::string_view labels_magic = "VARS";
constexpr std::size_t alignment = 64;

/// A type of numpy, by its name.
struct NumberType {
  bool is_real;
  bool is_signed;
  std::size_t size;
};

NumberType number_type(const JsonDocument& header, const char* key, bool is_real) {
  const auto& name = header.at(key);
  for (const std::size_t size : {2U, 4U, 8U}) {
    if (is_real && size > 2 && name == fmt::format("float{}", 8 * size)) {
      return {.is_real = true, .is_signed = true, .size = size};
    }
    for (const char* prefix : {"int", "uint"}) {
      if (!is_real && name == fmt::format("{}{}", prefix, 8 * size)) {
        return {.is_real = false, .is_signed = *prefix == 'i', .size = size};
      }
    }
  }
  header.fail(fmt::format("\"{}\" must be {}", key,
                          is_real ? "\"float32\" or \"float64\"" : "an integer type, such as \"int32\""));
}

/// Takes numbers from the front of what is left; `header` has the name of the file. There must be enough.
class Numbers {
 public:
  Numbers(std::string_view bytes, const JsonDocument& header) : bytes_(bytes), header_(header) {}

  double real(const NumberType& type) {
    const double value = type.size == 4 ? std::bit_cast<float>(take<std::uint32_t>())
                                        : std::bit_cast<double>(take<std::uint64_t>());
    if (!std::isfinite(value)) {
      header_.fail("holds a bias that is not finite");
    }
    return value;
  }

  /// Unsigned numbers of 8 bytes beyond 2^63 come out negative, which is out of every range.
  std::int64_t integer(const NumberType& type) {
    switch (type.size) {
      case 2:
        return type.is_signed ? take<std::int16_t>() : take<std::uint16_t>();
      case 4:
        return type.is_signed ? take<std::int32_t>() : std::int64_t{take<std::uint32_t>()};
      default:
        return take<std::int64_t>();
    }
  }

  [[nodiscard]] std::string_view rest() const { return bytes_; }

 private:
  template <class Number>
  Number take() {
    const auto number = little_endian<Number>(bytes_, 0);
    bytes_.remove_prefix(sizeof(Number));
    return number;
  }

  std::string_view bytes_;
  const JsonDocument& header_;
};

struct Beginning {
  int version;
  std::string_view header;
  std::string_view rest;
};

Beginning read_beginning(const std::string& path, std::string_view bytes) {
  constexpr std::size_t before_header = 14;
  const auto fail = [&](std::string_view what) { throw InputError(fmt::format("{}: {}", path, what)); };
  if (!bytes.starts_with(magic)) {
    fail("does not begin with DIMODBQM; a binary file of dimod is expected");
  }
  if (bytes.size() < before_header) {
    fail("ends within its header");
  }
  const int version = static_cast<unsigned char>(bytes[magic.size()]);
  if (version != 1 && version != 2) {
    fail(fmt::format("has version {} of dimod's binary format; 1 or 2 is expected", version));
  }
  const std::size_t size = little_endian<std::uint32_t>(bytes, magic.size() + 2);
  if (size > bytes.size() - before_header) {
    fail("ends within its header");
  }
  return {.version = version,
          .header = bytes.substr(before_header, size),
          .rest = bytes.substr(before_header + size)};
}

/// Throws unless what follows the data is what the header says: labels, in version 2.
void check_rest(const Beginning& file, const JsonDocument& header, std::string_view rest) {
  if (file.version == 1 || header.at("variables") == false) {
    if (!rest.empty()) {
      header.fail("goes on after its last interaction");
    }
    return;
  }
  constexpr std::size_t before_labels = 8;
  if (!rest.starts_with(labels_magic) || rest.size() < before_labels ||
      rest.size() - before_labels != little_endian<std::uint32_t>(rest, labels_magic.size())) {
    header.fail("has no section with the labels of its variables, or not all of it");
  }
}

}  // namespace

InstanceFile read_dimod_bqm(const std::string& path, std::string_view bytes) {
  const Beginning beginning = read_beginning(path, bytes);
  const JsonDocument header(path, beginning.header, "header of a BinaryQuadraticModel");
  const auto shape = header.list<std::int64_t>("shape", 2);
  const auto [units, pairs] = std::pair(shape[0], shape[1]);
  if (units < 1 || units > most_instance_units) {
    header.fail(fmt::format("has {} variables; from 1 to {} are possible", units, most_instance_units));
  }
  const NumberType bias = number_type(header, "dtype", true);
  const NumberType unit = number_type(header, "itype", false);
  const NumberType start = number_type(header, "ntype", false);
  const auto& domain = header.at("vartype");
  if (domain != "SPIN" && domain != "BINARY") {
    header.fail("\"vartype\" must be \"SPIN\" or \"BINARY\"");
  }
  const std::size_t needed = bias.size + static_cast<std::size_t>(units) * (start.size + bias.size);
  const std::size_t pair_size = 2 * (unit.size + bias.size);
  if (pairs < 0 || beginning.rest.size() < needed ||
      (beginning.rest.size() - needed) / pair_size < static_cast<std::size_t>(pairs)) {
    header.fail(
        fmt::format("announces {} variables and {} interactions, but so many do not fit into the rest of "
                    "the file",
                    units, pairs));
  }

  InstanceFile file{.path = path,
                    .format = InstanceFormat::dimod_bqm,
                    .layout = EntryLayout::terms,
                    .units = static_cast<Index>(units),
                    .domain = domain == "SPIN" ? Domain::spin : Domain::binary};
  Numbers numbers(beginning.rest, header);
  file.offset = numbers.real(bias);
  std::vector<std::int64_t> starts;
  starts.reserve(static_cast<std::size_t>(units) + 1);
  for (Index i = 0; i < file.units; ++i) {
    starts.push_back(numbers.integer(start));
    if (starts.back() < (i == 0 ? 0 : starts[static_cast<std::size_t>(i) - 1]) || starts.back() > 2 * pairs ||
        (i == 0 && starts.back() != 0)) {
      header.fail(fmt::format("the neighbourhood of variable {} starts at {}, which is out of order", i,
                              starts.back()));
    }
    const double value = numbers.real(bias);
    if (value != 0) {
      file.entries.push_back({.row = i, .column = i, .value = value, .line = 0});
    }
  }
  starts.push_back(2 * pairs);
  std::int64_t found = 0;
  for (Index i = 0; i < file.units; ++i) {
    const auto k = static_cast<std::size_t>(i);
    for (std::int64_t at = starts[k]; at < starts[k + 1]; ++at) {
      const std::int64_t other = numbers.integer(unit);
      const double value = numbers.real(bias);
      if (other < 0 || other >= units || other == i) {
        header.fail(fmt::format("variable {} has the neighbour {}; another one from 0 to {} is expected", i,
                                other, units - 1));
      }
      if (other < i) {
        file.entries.push_back({.row = i, .column = static_cast<Index>(other), .value = value, .line = 0});
        ++found;
      }
    }
  }
  if (found != pairs) {
    header.fail(
        fmt::format("gives {} of its {} interactions to the variable of the higher number; all are "
                    "expected there, and once more to the lower one",
                    found, pairs));
  }
  check_rest(beginning, header, numbers.rest());
  return file;
}

/// Version 2.0, without labels.
std::string write_dimod_bqm(const InstanceFile& file) {
  struct Neighbour {
    Index unit;
    double bias;
  };
  std::vector<double> linear(static_cast<std::size_t>(file.units));
  std::vector<std::vector<Neighbour>> neighbours(linear.size());
  std::size_t pairs = 0;
  for (const InstanceFile::Entry& entry : file.entries) {
    const auto row = static_cast<std::size_t>(entry.row);
    const auto column = static_cast<std::size_t>(entry.column);
    if (row == column) {
      linear[row] = entry.value;
    } else {
      neighbours[row].push_back({.unit = entry.column, .bias = entry.value});
      neighbours[column].push_back({.unit = entry.row, .bias = entry.value});
      ++pairs;
    }
  }
  const nlohmann::json data = {{"dtype", "float64"},
                               {"itype", "int32"},
                               {"ntype", "int64"},
                               {"shape", {linear.size(), pairs}},
                               {"type", "BinaryQuadraticModel"},
                               {"variables", false},
                               {"vartype", file.domain == Domain::spin ? "SPIN" : "BINARY"}};
  constexpr std::size_t before_header = 14;
  std::string header = data.dump() + '\n';
  header.resize((before_header + header.size() + alignment - 1) / alignment * alignment - before_header, ' ');

  std::string bytes(magic);
  bytes.append({2, 0});
  append_little_endian<std::uint32_t>(bytes, header.size());
  bytes += header;
  const auto append = [&](double value) {
    append_little_endian<std::uint64_t>(bytes, std::bit_cast<std::uint64_t>(value));
  };
  append(file.offset);
  std::size_t start = 0;
  for (std::size_t i = 0; i < linear.size(); ++i) {
    append_little_endian<std::int64_t>(bytes, start);
    append(linear[i]);
    start += neighbours[i].size();
  }
  for (auto& list : neighbours) {
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.unit < b.unit; });
    for (const Neighbour& neighbour : list) {
      append_little_endian<std::int32_t>(bytes, static_cast<std::size_t>(neighbour.unit));
      append(neighbour.bias);
    }
  }
  return bytes;
}

}  // namespace onedial
