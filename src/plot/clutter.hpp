#pragma once
#include <functional>
#include <span>
#include <vector>

#include "onedial/plot/geometry.hpp"

namespace onedial {

/// How much is already drawn where in a plot area, so that words can be put where they cover least.
class Clutter {
 public:
  explicit Clutter(const Box& area);

  /// Adds what a curve, an area or a box covers; `weight` says how bad it is to cover it.
  void add_path(std::span<const Position> path, double weight);
  void add_polygon(std::span<const Position> outline, double weight);
  void add_box(const Box& box, double weight);

  /// The sum of the weights of all cells a box touches. What is drawn twice in a cell counts once.
  [[nodiscard]] double under(const Box& box) const;

  /// The place for a box of this size in the area, `inset` away from its edges, with the least clutter
  /// under it plus `dislike` of it.
  [[nodiscard]] Box best_place(double width, double height, double inset,
                               const std::function<double(const Box&)>& dislike) const;

  [[nodiscard]] const Box& area() const { return area_; }

 private:
  [[nodiscard]] int column_of(double x) const;
  [[nodiscard]] int row_of(double y) const;
  [[nodiscard]] std::size_t cell(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(column);
  }
  void cover(int column, int row, double weight);

  Box area_;
  int columns_;
  int rows_;
  std::vector<double> cells_;
};

}  // namespace onedial
