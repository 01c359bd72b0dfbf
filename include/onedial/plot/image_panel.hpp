#pragma once
#include <Eigen/Core>
#include <string>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// Images of one size beside and below each other, each of height·width numbers row by row.
struct ImageGrid {
  Index height = 0;
  Index width = 0;
  std::vector<std::vector<Eigen::VectorXd>> rows = {};  ///< of images; the first row has the most
  Index group = 0;             ///< so many columns belong together, with a wider gap behind them; 0: all
  AxisLimits range = {-1, 1};  ///< the numbers at the two ends of the scale, paper and ink by default
  ColourScale scale = ColourScale::grey;
  bool is_framed = false;                      ///< a light line, a pixel wide, around each image
  std::vector<std::string> column_names = {};  ///< below the columns; empty for none
};

/// The images as a picture. Throws std::invalid_argument if there is none, or one of another size, and for
/// names of other than all columns.
Panel image_panel(const std::string& title, const ImageGrid& grid);

/// The plot area of a panel, in points.
struct PictureRoom {
  double width = 0;
  double height = 0;
};

/// How many images of that size there is room for, in full columns and rows, such that a pixel is at least a
/// point and an image at least 20 points long. At least 1, or 0 if they have no pixel.
Index images_with_room(Index height, Index width, const PictureRoom& room);

/// Images in as many rows as let them be largest there.
std::vector<std::vector<Eigen::VectorXd>> tiled(std::vector<Eigen::VectorXd> images, Index height,
                                                Index width, const PictureRoom& room);

}  // namespace onedial
