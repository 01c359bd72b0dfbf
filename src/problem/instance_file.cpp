#include "onedial/problem/instance_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "formats/formats.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/line_reader.hpp"
#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

constexpr std::array<std::string_view, 4> names = {"gset", "coo", "dimod_json", "matrix"};

/// Two words in the first line are a header, as no other format has them; three are an entry of a list; any
/// other number of columns makes a matrix.
InstanceFormat recognise(const std::string& path, std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string_view::npos && text[first] == '{') {
    return InstanceFormat::dimod_json;
  }
  LineReader lines(path, text);
  if (!lines.next()) {
    lines.fail_whole("is empty; an instance is expected");
  }
  constexpr std::string_view digits = "+-.0123456789";
  if (digits.find(lines.words().front().front()) == std::string_view::npos) {
    lines.fail(fmt::format("{} is not a number; an instance in one of the formats {} is expected",
                           quoted(lines.words().front()), fmt::join(names, ", ")));
  }
  switch (lines.words().size()) {
    case 2:
      return InstanceFormat::gset;
    case 3:
      return InstanceFormat::coo;
    default:
      return InstanceFormat::matrix;
  }
}

std::pair<Index, Index> unordered(const InstanceFile::Entry& entry) {
  return std::minmax(entry.row, entry.column);
}

void refuse_repeated_pairs(const InstanceFile& file) {
  std::vector<std::size_t> order(file.entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return unordered(file.entries[a]) < unordered(file.entries[b]);
  });
  const auto repeated = std::adjacent_find(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return unordered(file.entries[a]) == unordered(file.entries[b]);
  });
  if (repeated == order.end()) {
    return;
  }
  const InstanceFile::Entry& first = file.entries[*repeated];
  const InstanceFile::Entry& second = file.entries[*std::next(repeated)];
  throw InputError(fmt::format(
      "{}: units {} and {} were given before{}; a pair may appear once, in either order{}",
      file.place(second), second.row + file.first_index, second.column + file.first_index,
      first.line > 0 ? fmt::format(", on line {}", first.line) : "",
      file.format == InstanceFormat::coo && file.units <= 3 ? "; format = \"matrix\" reads a matrix" : ""));
}

}  // namespace

std::string_view format_name(InstanceFormat format) {
  return names.at(static_cast<std::size_t>(format));
}

std::optional<InstanceFormat> format_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<InstanceFormat>(found - names.begin());
}

std::string InstanceFile::place(const Entry& entry) const {
  return entry.line > 0 ? fmt::format("{}:{}", path, entry.line) : path;
}

InstanceFile read_instance(const std::filesystem::path& path, std::optional<InstanceFormat> format) {
  const std::string text = read_text_file(path, "an instance of a problem");
  constexpr std::array readers = {read_gset, read_coo, read_dimod_json, read_matrix};
  const InstanceFormat chosen = format ? *format : recognise(path.string(), text);
  InstanceFile file = readers.at(static_cast<std::size_t>(chosen))(path.string(), text);
  if (chosen != InstanceFormat::matrix) {
    refuse_repeated_pairs(file);
  }
  return file;
}

}  // namespace onedial
