#include "onedial/plot/image_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace onedial {
namespace {

/// Where the pixels of a grid's images lie in the map.
class Places {
 public:
  explicit Places(const ImageGrid& grid)
      : height_(grid.height),
        width_(grid.width),
        group_(grid.group),
        wide_gap_(std::max<Index>(2, grid.width / 3)),
        edge_(grid.is_framed ? 1 : 0) {}

  /// The first pixel of a column, and of a row.
  [[nodiscard]] Index left(Index column) const {
    const Index groups = group_ > 0 ? column / group_ : 0;
    return edge_ + column * (width_ + 1) + groups * (wide_gap_ - 1);
  }
  [[nodiscard]] Index top(Index row) const { return edge_ + row * (height_ + 1); }
  /// The size of a map of so many columns or rows.
  [[nodiscard]] std::size_t columns(Index across) const {
    return static_cast<std::size_t>(left(across - 1) + width_ + edge_);
  }
  [[nodiscard]] std::size_t rows(Index down) const {
    return static_cast<std::size_t>(top(down - 1) + height_ + edge_);
  }

 private:
  Index height_;
  Index width_;
  Index group_;
  Index wide_gap_;
  Index edge_;  ///< pixels around all images
};

std::vector<Tick> names_below(const ImageGrid& grid, const Places& places) {
  if (!grid.column_names.empty() && grid.column_names.size() != grid.rows.front().size()) {
    throw std::invalid_argument(fmt::format("an image grid of {} columns has names of {}",
                                            grid.rows.front().size(), grid.column_names.size()));
  }
  std::vector<Tick> names;
  for (const std::string& name : grid.column_names) {
    const auto left = static_cast<double>(places.left(std::ssize(names)));
    names.push_back({.value = left + static_cast<double>(grid.width) / 2, .label = name});
  }
  return names;
}

/// Points to a pixel of so many images beside and below each other.
double pixel_size(Index across, Index down, Index height, Index width, const PictureRoom& room) {
  return std::min(room.width / static_cast<double>(across * (width + 1) - 1),
                  room.height / static_cast<double>(down * (height + 1) - 1));
}

double& cell(HeatMap& map, Index row, Index column) {
  return map.values[static_cast<std::size_t>(row) * map.columns + static_cast<std::size_t>(column)];
}

/// Lines around the images, on a map of their own since they are no numbers of the images' scale.
HeatMap frames_around(const ImageGrid& grid, const Places& places, const HeatMap& images) {
  constexpr double lightness = 0.1;  // from paper to ink
  HeatMap frames{
      .rows = images.rows, .columns = images.columns, .x = images.x, .y = images.y, .range = {0, 1}};
  frames.values.assign(images.values.size(), NAN);
  for (Index row = 0; row < std::ssize(grid.rows); ++row) {
    for (Index column = 0; column < std::ssize(grid.rows[static_cast<std::size_t>(row)]); ++column) {
      const Index left = places.left(column) - 1;
      const Index top = places.top(row) - 1;
      for (Index y = 0; y < grid.height + 2; ++y) {
        cell(frames, top + y, left) = lightness;
        cell(frames, top + y, left + grid.width + 1) = lightness;
      }
      for (Index x = 0; x < grid.width + 2; ++x) {
        cell(frames, top, left + x) = lightness;
        cell(frames, top + grid.height + 1, left + x) = lightness;
      }
    }
  }
  return frames;
}

}  // namespace

Panel image_panel(const std::string& title, const ImageGrid& grid) {
  if (grid.rows.empty() || grid.rows.front().empty() || grid.height < 1 || grid.width < 1) {
    throw std::invalid_argument("an image grid needs an image of at least one pixel");
  }
  const Places places(grid);
  const Index down = std::ssize(grid.rows);
  const Index across = std::ssize(grid.rows.front());
  HeatMap map{
      .rows = places.rows(down), .columns = places.columns(across), .range = grid.range, .scale = grid.scale};
  map.values.assign(map.rows * map.columns, NAN);
  map.x = {0, static_cast<double>(map.columns)};
  map.y = {0, static_cast<double>(map.rows)};
  for (Index row = 0; row < down; ++row) {
    const auto& images = grid.rows[static_cast<std::size_t>(row)];
    for (Index column = 0; column < std::ssize(images); ++column) {
      const Eigen::VectorXd& image = images[static_cast<std::size_t>(column)];
      if (image.size() != grid.height * grid.width || column >= across) {
        throw std::invalid_argument("images of a grid must have one size, and no row more than the first");
      }
      for (Index pixel = 0; pixel < image.size(); ++pixel) {
        cell(map, places.top(row) + pixel / grid.width, places.left(column) + pixel % grid.width) =
            image(pixel);
      }
    }
  }
  Panel panel{.title = title, .x = {.names = names_below(grid, places)}, .is_picture = true};
  if (grid.is_framed) {
    panel.maps.push_back(frames_around(grid, places, map));
  }
  panel.maps.insert(panel.maps.begin(), std::move(map));
  return panel;
}

Index images_with_room(Index height, Index width, const PictureRoom& room) {
  if (height < 1 || width < 1) {
    return 0;
  }
  constexpr double least_length = 20;  // points
  const double pixel = std::max(1.0, least_length / static_cast<double>(std::max(height, width)));
  const auto fitting = [pixel](double length, Index pixels) {
    return std::max<Index>(1, static_cast<Index>(length / (pixel * static_cast<double>(pixels + 1))));
  };
  return fitting(room.width, width) * fitting(room.height, height);
}

std::vector<std::vector<Eigen::VectorXd>> tiled(std::vector<Eigen::VectorXd> images, Index height,
                                                Index width, const PictureRoom& room) {
  const Index count = std::ssize(images);
  Index best = 1;
  double largest = 0;
  for (Index across = 1; across <= count; ++across) {
    const double pixel = pixel_size(across, (count + across - 1) / across, height, width, room);
    if (pixel > largest) {
      largest = pixel;
      best = across;
    }
  }
  std::vector<std::vector<Eigen::VectorXd>> rows;
  for (Index k = 0; k < count; ++k) {
    if (k % best == 0) {
      rows.emplace_back();
    }
    rows.back().push_back(std::move(images[static_cast<std::size_t>(k)]));
  }
  return rows;
}

}  // namespace onedial
