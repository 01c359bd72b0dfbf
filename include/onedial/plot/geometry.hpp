#pragma once

namespace onedial {

/// A place on the page in points, x to the right and y downwards.
struct Position {
  double x = 0;
  double y = 0;
};

/// A rectangle on the page; (x, y) is its top left corner.
struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
  [[nodiscard]] Position centre() const { return {x + width / 2, y + height / 2}; }
};

}  // namespace onedial
