#include "clutter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace onedial {
namespace {

constexpr double cell_side = 2.5;  // points

int cells_along(double length) {
  return std::max(1, static_cast<int>(std::ceil(length / cell_side)));
}

/// Where the edges of a polygon cross the horizontal at `y`, from left to right.
std::vector<double> crossings(std::span<const Position> outline, double y) {
  std::vector<double> xs;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const Position a = outline[i];
    const Position b = outline[(i + 1) % outline.size()];
    if ((a.y <= y) == (b.y <= y)) {
      continue;
    }
    xs.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
  }
  std::sort(xs.begin(), xs.end());
  return xs;
}

}  // namespace

Clutter::Clutter(const Box& area)
    : area_(area),
      columns_(cells_along(area.width)),
      rows_(cells_along(area.height)),
      cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0.0) {}

void Clutter::add_path(std::span<const Position> path, double weight) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Position a = path[i == 0 ? 0 : i - 1];
    const Position b = path[i];
    const int pieces = 1 + static_cast<int>(std::hypot(b.x - a.x, b.y - a.y) / (cell_side / 2));
    for (int k = 0; k <= pieces; ++k) {
      const double t = static_cast<double>(k) / pieces;
      cover(column_of(a.x + t * (b.x - a.x)), row_of(a.y + t * (b.y - a.y)), weight);
    }
  }
}

void Clutter::add_polygon(std::span<const Position> outline, double weight) {
  for (int row = 0; row < rows_; ++row) {
    const std::vector<double> xs = crossings(outline, area_.y + (row + 0.5) * cell_side);
    for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
      const int last = std::min(column_of(xs[i + 1]), columns_ - 1);
      for (int column = std::max(column_of(xs[i]), 0); column <= last; ++column) {
        cover(column, row, weight);
      }
    }
  }
}

void Clutter::add_box(const Box& box, double weight) {
  for (int row = row_of(box.y); row <= row_of(box.bottom()); ++row) {
    for (int column = column_of(box.x); column <= column_of(box.right()); ++column) {
      cover(column, row, weight);
    }
  }
}

double Clutter::under(const Box& box) const {
  double sum = 0;
  const int last_row = std::min(row_of(box.bottom()), rows_ - 1);
  const int last_column = std::min(column_of(box.right()), columns_ - 1);
  for (int row = std::max(row_of(box.y), 0); row <= last_row; ++row) {
    for (int column = std::max(column_of(box.x), 0); column <= last_column; ++column) {
      sum += cells_[cell(column, row)];
    }
  }
  return sum;
}

Box Clutter::best_place(double width, double height, double inset,
                        const std::function<double(const Box&)>& dislike) const {
  const double free_x = std::max(area_.width - width - 2 * inset, 0.0);
  const double free_y = std::max(area_.height - height - 2 * inset, 0.0);
  const int steps_x = cells_along(free_x);
  const int steps_y = cells_along(free_y);
  Box best;
  double least = std::numeric_limits<double>::infinity();
  for (int j = 0; j <= steps_y; ++j) {
    for (int i = 0; i <= steps_x; ++i) {
      const Box box{area_.x + inset + free_x * i / steps_x, area_.y + inset + free_y * j / steps_y, width,
                    height};
      const double cost = under(box) + dislike(box);
      if (cost >= least) {
        continue;
      }
      least = cost;
      best = box;
    }
  }
  return best;
}

int Clutter::column_of(double x) const {
  return static_cast<int>(std::floor((x - area_.x) / cell_side));
}

int Clutter::row_of(double y) const {
  return static_cast<int>(std::floor((y - area_.y) / cell_side));
}

void Clutter::cover(int column, int row, double weight) {
  if (column < 0 || column >= columns_ || row < 0 || row >= rows_) {
    return;
  }
  double& covered = cells_[cell(column, row)];
  covered = std::max(covered, weight);
}

}  // namespace onedial
