#include <fmt/format.h>

#include <algorithm>

#include "formats.hpp"
#include "onedial/core/line_reader.hpp"

namespace onedial {
namespace {

Index unit(const LineReader& lines, std::size_t word) {
  const std::int64_t number = lines.integer(word, "unit");
  if (number < 0 || number >= most_instance_units) {
    lines.fail(fmt::format("unit {} is out of range; units are numbered from 0 to at most {}", number,
                           most_instance_units - 1));
  }
  return static_cast<Index>(number);
}

/// dimod writes what the units are into a comment: "# vartype=SPIN".
std::optional<Domain> stated_domain(std::string_view text) {
  constexpr std::string_view key = "# vartype=";
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  return text.substr(at + key.size()).starts_with("SPIN") ? Domain::spin : Domain::binary;
}

}  // namespace

/// Lines `i j value`.
InstanceFile read_coo(const std::string& path, std::string_view text) {
  LineReader lines(path, text);
  InstanceFile file{.path = path, .format = InstanceFormat::coo, .domain = stated_domain(text)};
  while (lines.next()) {
    if (lines.words().size() != 3) {
      lines.fail(fmt::format("{} words; two units and a value are expected", lines.words().size()));
    }
    file.entries.push_back({.row = unit(lines, 0),
                            .column = unit(lines, 1),
                            .value = lines.number(2, "value"),
                            .line = lines.line()});
    file.units = std::max({file.units, file.entries.back().row + 1, file.entries.back().column + 1});
  }
  if (file.entries.empty()) {
    lines.fail_whole("is empty; lines with two units and a value are expected");
  }
  return file;
}

}  // namespace onedial
