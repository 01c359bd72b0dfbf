#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "formats.hpp"
#include "onedial/core/error.hpp"
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

/// dimod writes what the units are into a comment above the entries: "# vartype=SPIN". Case and blanks do not
/// matter.
std::optional<Domain> stated_domain(const std::string& path, std::string_view text) {
  for (std::int64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string word;
    for (const char c : text.substr(0, end)) {
      if (std::isspace(static_cast<unsigned char>(c)) == 0) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      }
    }
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!word.empty() && word.front() != '#') {
      break;
    }
    constexpr std::string_view key = "#vartype=";
    if (word.starts_with(key)) {
      const std::string value = word.substr(key.size());
      if (value != "spin" && value != "binary") {
        throw InputError(fmt::format("{}:{}: vartype {}; SPIN or BINARY is expected", path, line,
                                     onedial::quoted(std::string_view(value))));
      }
      return value == "spin" ? Domain::spin : Domain::binary;
    }
  }
  return std::nullopt;
}

}  // namespace

/// Lines `i j value`.
InstanceFile read_coo(const std::string& path, std::string_view text) {
  LineReader lines(path, text);
  InstanceFile file{.path = path, .format = InstanceFormat::coo, .domain = stated_domain(path, text)};
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
