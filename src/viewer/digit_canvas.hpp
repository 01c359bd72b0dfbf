#pragma once
#include <Eigen/Core>
#include <vector>

#include "onedial/viewer/frame.hpp"
#include "onedial/viewer/scene.hpp"

namespace onedial::viewer {

/// A square picture of which some pixels are known, as 1 (ink) or 0 (paper).
class DigitCanvas {
 public:
  /// Nothing is known.
  explicit DigitCanvas(Index side);

  void clear();
  /// The pixel that is touched is known: as ink, or as paper where it erases. A touch outside does nothing.
  void touch(const Touch& touch);
  /// Only the upper half of a picture (side²) is known.
  void show_upper_half(const Eigen::RowVectorXf& picture);

  [[nodiscard]] const std::vector<bool>& known() const { return known_; }     ///< (side²)
  [[nodiscard]] const Eigen::RowVectorXf& values() const { return values_; }  ///< (side²), 0 where not known
  [[nodiscard]] Index known_pixels() const;

  /// Paper, unknown and ink as the levels 0, 1 and 2 of a grid that can be touched.
  void draw(Grid& grid) const;

 private:
  Index side_;
  std::vector<bool> known_;
  Eigen::RowVectorXf values_;
};

}  // namespace onedial::viewer
