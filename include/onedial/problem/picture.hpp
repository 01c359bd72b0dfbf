#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// An answer as plain shapes, for reports and the viewer. A `group` is a colour of a palette, from 0; −1 is
/// drawn muted.
struct Picture {
  struct Dot {
    double x;
    double y;
    int group = 0;
    std::string label = {};
  };
  struct Line {
    double x0;
    double y0;
    double x1;
    double y1;
    int group = -1;
    bool is_violated = false;  ///< drawn so that it cannot be overlooked
  };
  /// Cells of a board, row by row from the top.
  struct Grid {
    Index rows = 0;
    Index columns = 0;
    std::vector<int> groups;          ///< (rows·columns)
    std::vector<std::string> labels;  ///< (rows·columns), or empty
    Index block_rows = 0;             ///< thicker lines after so many rows and columns; 0 for none
    Index block_columns = 0;
  };

  std::vector<Line> lines = {};  ///< below the dots
  std::vector<Dot> dots = {};
  std::optional<Grid> grid = std::nullopt;
  std::string caption = {};  ///< "length 7542"
};

}  // namespace onedial
