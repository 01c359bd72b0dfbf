#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace onedial {

/// A monochrome picture made of characters: Braille cells of 2 × 4 dots, or one dot a character in ASCII.
class DotRaster {
 public:
  DotRaster(int columns, int rows, bool braille);

  [[nodiscard]] int dots_x() const { return columns_ * cell_width_; }
  [[nodiscard]] int dots_y() const { return rows_ * cell_height_; }
  /// The row of characters that holds a dot.
  [[nodiscard]] int row_of(int dot_y) const { return dot_y / cell_height_; }

  /// Joins two dots, both included. (0, 0) is at the top left.
  void line(int x0, int y0, int x1, int y1);

  /// One row of characters, without the blanks at its end.
  [[nodiscard]] std::string row_text(int row) const;

 private:
  void set(int x, int y);

  int columns_;
  int rows_;
  bool braille_;
  int cell_width_;
  int cell_height_;
  std::vector<std::uint8_t> cells_;
};

}  // namespace onedial
