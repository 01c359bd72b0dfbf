#include "onedial/problem/instance_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "formats/formats.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/line_reader.hpp"
#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

// name, layout in which it is written, first index, keeps offsets, holds graphs, holds spins, holds models
constexpr std::array<FormatTraits, 8> formats = {
    {{"gset", EntryLayout::half_matrix, 1, false, true, true},
     {"coo", EntryLayout::terms, 0, false, true, true},
     {"dimod_json", EntryLayout::terms, 0, true, false, true},
     {"matrix", EntryLayout::matrix, 1, false, true, true},
     {"matrix_market", EntryLayout::half_matrix, 1, false, true, true},
     {"or_library", EntryLayout::half_matrix, 1, false, false, false},
     {"dimod_bqm", EntryLayout::terms, 0, true, false, true},
     {"dimacs", EntryLayout::half_matrix, 1, false, true, false, false}}};

constexpr std::string_view bqm_magic = "DIMODBQM";

/// DIMACS begins with a comment "c" or its line "p". Two words in the first line are a header, as no other
/// format has them; three are an entry of a list; one with two words below it is the number of problems of
/// the OR-library; any other number of columns makes a matrix.
InstanceFormat recognise(const std::string& path, std::string_view bytes) {
  if (bytes.starts_with(bqm_magic)) {
    return InstanceFormat::dimod_bqm;
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string_view::npos && bytes[first] == '{') {
    return InstanceFormat::dimod_json;
  }
  if (first != std::string_view::npos && bytes.substr(first).starts_with("%%")) {
    return InstanceFormat::matrix_market;
  }
  LineReader lines(path, bytes);
  if (!lines.next()) {
    lines.fail_whole("is empty; an instance is expected");
  }
  if (lines.words().front() == "c" || lines.words().front() == "p") {
    return InstanceFormat::dimacs;
  }
  constexpr std::string_view digits = "+-.0123456789";
  if (digits.find(lines.words().front().front()) == std::string_view::npos) {
    lines.fail(fmt::format("{} is not a number; an instance in one of the formats {} is expected",
                           quoted(lines.words().front()), fmt::join(format_names(), ", ")));
  }
  switch (lines.words().size()) {
    case 1:
      return lines.next() && lines.words().size() == 2 ? InstanceFormat::or_library : InstanceFormat::matrix;
    case 2:
      return InstanceFormat::gset;
    case 3:
      return InstanceFormat::coo;
    default:
      return InstanceFormat::matrix;
  }
}

/// Where an entry may stand once: in a whole matrix each place, elsewhere each pair of units.
std::pair<Index, Index> place_of(const InstanceFile::Entry& entry, EntryLayout layout) {
  if (layout == EntryLayout::matrix) {
    return {entry.row, entry.column};
  }
  return std::minmax(entry.row, entry.column);
}

void refuse_repeated_pairs(const InstanceFile& file) {
  std::vector<std::size_t> order(file.entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto place = [&](std::size_t k) { return place_of(file.entries[k], file.layout); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  const auto repeated = std::adjacent_find(
      order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return place(a) == place(b); });
  if (repeated == order.end()) {
    return;
  }
  const InstanceFile::Entry& first = file.entries[*repeated];
  const InstanceFile::Entry& second = file.entries[*std::next(repeated)];
  throw InputError(fmt::format(
      "{}: units {} and {} were given before{}; a pair may appear once{}{}", file.place(second),
      second.row + file.first_index, second.column + file.first_index,
      first.line > 0 ? fmt::format(", on line {}", first.line) : "",
      file.layout == EntryLayout::matrix ? " in each order" : ", in either order",
      file.format == InstanceFormat::coo && file.units <= 3 ? "; format = \"matrix\" reads a matrix" : ""));
}

InstanceFile read_as(InstanceFormat format, const std::string& path, std::string_view bytes,
                     std::optional<Index> number) {
  switch (format) {
    case InstanceFormat::gset:
      return read_gset(path, bytes);
    case InstanceFormat::coo:
      return read_coo(path, bytes);
    case InstanceFormat::dimod_json:
      return read_dimod_json(path, bytes);
    case InstanceFormat::matrix:
      return read_matrix(path, bytes);
    case InstanceFormat::matrix_market:
      return read_matrix_market(path, bytes);
    case InstanceFormat::or_library:
      return read_or_library(path, bytes, number);
    case InstanceFormat::dimod_bqm:
      return read_dimod_bqm(path, bytes);
    case InstanceFormat::dimacs:
      return read_dimacs(path, bytes);
  }
  throw std::logic_error("no such format");
}

}  // namespace

const FormatTraits& traits_of(InstanceFormat format) {
  return formats.at(static_cast<std::size_t>(format));
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const FormatTraits& format : formats) {
    names.emplace_back(format.name);
  }
  return names;
}

std::string_view format_name(InstanceFormat format) {
  return traits_of(format).name;
}

std::optional<InstanceFormat> format_named(std::string_view name) {
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const FormatTraits& f) { return f.name == name; });
  if (found == formats.end()) {
    return std::nullopt;
  }
  return static_cast<InstanceFormat>(found - formats.begin());
}

bool keeps_offset(InstanceFormat format) {
  return traits_of(format).keeps_offset;
}

std::string InstanceFile::place(const Entry& entry) const {
  return entry.line > 0 ? fmt::format("{}:{}", path, entry.line) : path;
}

InstanceFile read_instance(const std::filesystem::path& path, std::optional<InstanceFormat> format,
                           std::optional<Index> number) {
  constexpr std::string_view what = "an instance of a problem";
  const std::string bytes = read_whole_file(path, what);
  const bool is_binary = format ? *format == InstanceFormat::dimod_bqm : bytes.starts_with(bqm_magic);
  if (!is_binary) {
    require_text(path, bytes, what);
  }
  const InstanceFormat chosen = format ? *format : recognise(path.string(), bytes);
  if (number && chosen != InstanceFormat::or_library) {
    throw InputError(fmt::format("{}: a file in the format {} holds one instance; leave out the number",
                                 path.string(), format_name(chosen)));
  }
  InstanceFile file = read_as(chosen, path.string(), bytes, number);
  if (chosen != InstanceFormat::matrix) {
    refuse_repeated_pairs(file);
  }
  return file;
}

std::string instance_bytes(const InstanceFile& file) {
  constexpr std::array writers = {write_gset,          write_coo,        write_dimod_json, write_matrix,
                                  write_matrix_market, write_or_library, write_dimod_bqm,  write_dimacs};
  return writers.at(static_cast<std::size_t>(file.format))(file);
}

std::string lost_offset(const InstanceFile& file) {
  return file.offset == 0
             ? ""
             : fmt::format("# the constant {} is not part of this format and is left out\n", file.offset);
}

}  // namespace onedial
