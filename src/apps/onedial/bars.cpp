#include "bars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace onedial::cli {
namespace {

constexpr int width = 40;
constexpr int name_columns = 16;

std::string bar(double fraction, bool rich) {
  if (!rich) {
    return std::string(static_cast<std::size_t>(std::lround(fraction * width)), '#');
  }
  constexpr std::array<const char*, 8> parts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = static_cast<std::size_t>(std::lround(fraction * width * 8));
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) {
    text += "█";
  }
  return text + parts.at(eighths % 8);
}

/// At most `name_columns` characters of a name, and no control character, which could move the cursor; only
/// ASCII unless `rich`.
std::string printable(const std::string& name, bool rich) {
  std::string text;
  int columns = 0;
  for (std::size_t i = 0; i < name.size() && columns < name_columns; ++columns) {
    const auto lead = static_cast<unsigned char>(name[i]);
    std::size_t length = 1;
    if (lead >= 0xC0) {
      length = lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : 2);
    }
    const bool plain = lead >= 0x20 && lead < 0x7F;
    text += plain || (rich && length > 1) ? name.substr(i, length) : "?";
    i += length;
  }
  return text + std::string(static_cast<std::size_t>(name_columns - columns), ' ');
}

}  // namespace

std::string bars_text(const std::vector<Bar>& bars, bool rich) {
  double longest = 0;
  for (const Bar& one : bars) {
    longest = std::max(longest, one.fraction);
  }
  std::string text;
  for (const Bar& one : bars) {
    text += fmt::format("{} {:>8.4f} %  {}\n", printable(one.name, rich), 100 * one.fraction,
                        bar(longest > 0 ? one.fraction / longest : 0, rich));
  }
  return text;
}

}  // namespace onedial::cli
