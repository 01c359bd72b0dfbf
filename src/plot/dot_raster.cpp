#include "dot_raster.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace onedial {
namespace {

/// Unicode numbers the dots of a Braille cell down the columns, with the fourth row added later.
constexpr std::array<std::array<std::uint8_t, 2>, 4> braille_bits = {
    {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}};

/// U+2800 + bits in UTF-8.
std::string braille_character(std::uint8_t bits) {
  return {'\xe2', static_cast<char>(0xa0 + (bits >> 6)), static_cast<char>(0x80 + (bits & 0x3f))};
}

}  // namespace

DotRaster::DotRaster(int columns, int rows, bool braille)
    : columns_(columns),
      rows_(rows),
      braille_(braille),
      cell_width_(braille ? 2 : 1),
      cell_height_(braille ? 4 : 1),
      cells_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

void DotRaster::line(int x0, int y0, int x1, int y1) {
  const int steps = std::max(std::abs(x1 - x0), std::abs(y1 - y0));
  for (int i = 0; i <= steps; ++i) {
    const double t = steps == 0 ? 0 : static_cast<double>(i) / steps;
    set(x0 + static_cast<int>(std::lround(t * (x1 - x0))), y0 + static_cast<int>(std::lround(t * (y1 - y0))));
  }
}

std::string DotRaster::row_text(int row) const {
  const auto begin = cells_.begin() + static_cast<std::ptrdiff_t>(row) * columns_;
  auto end = begin + columns_;
  while (end != begin && *(end - 1) == 0) {
    --end;
  }
  std::string text;
  for (auto cell = begin; cell != end; ++cell) {
    if (*cell == 0) {
      text += ' ';
    } else {
      text += braille_ ? braille_character(*cell) : "*";
    }
  }
  return text;
}

void DotRaster::set(int x, int y) {
  const int cell = y / cell_height_ * columns_ + x / cell_width_;
  cells_[static_cast<std::size_t>(cell)] |=
      braille_bits[static_cast<std::size_t>(y % cell_height_)][static_cast<std::size_t>(x % cell_width_)];
}

}  // namespace onedial
