#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <iterator>

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
  InstanceFile file{.path = path,
                    .format = InstanceFormat::coo,
                    .layout = EntryLayout::terms,
                    .domain = stated_domain(path, text)};
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

/// Numbers have no exponents, which dimod would not read. The last unit is named even where it has no entry,
/// since nothing else says how many there are.
std::string write_coo(const InstanceFile& file) {
  fmt::memory_buffer text;
  const auto to = std::back_inserter(text);
  if (file.domain) {
    fmt::format_to(to, "# vartype={}\n", *file.domain == Domain::spin ? "SPIN" : "BINARY");
  }
  Index named = 0;
  const auto write = [&](Index row, Index column, double value) {
    std::array<char, 1100> digits{};  // DBL_MIN has 1,074 of them
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
    fmt::format_to(to, "{} {} {}\n", row, column, std::string_view(digits.data(), end.ptr));
    named = std::max({named, row + 1, column + 1});
  };
  for (const InstanceFile::Entry& entry : file.entries) {
    write(entry.row, entry.column, entry.value);
  }
  if (named < file.units) {
    write(file.units - 1, file.units - 1, 0);
  }
  return fmt::to_string(text) + lost_offset(file);
}

}  // namespace onedial
