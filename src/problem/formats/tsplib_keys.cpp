#include "tsplib_keys.hpp"

#include <algorithm>
#include <array>

#include "onedial/core/line_reader.hpp"
#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

TsplibKey tsplib_key(std::string_view line) {
  line = trimmed(line);
  const std::size_t end = line.find_first_of(" \t:");
  if (end == std::string_view::npos) {
    return {line, {}};
  }
  std::string_view value = trimmed(line.substr(end));
  if (!value.empty() && value.front() == ':') {
    value = trimmed(value.substr(1));
  }
  return {line.substr(0, end), value};
}

bool is_tsplib_key(std::string_view key) {
  constexpr std::array<std::string_view, 7> keys = {
      "NAME", "TYPE", "COMMENT", "DIMENSION", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "TOUR_SECTION"};
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool is_tsplib(const std::filesystem::path& path) {
  const std::string bytes = read_whole_file(path, "an instance of a problem");
  LineReader lines(path.string(), bytes);
  return lines.next() && is_tsplib_key(tsplib_key(lines.text()).key);
}

}  // namespace onedial
