#include "digit_canvas.hpp"

#include <algorithm>

namespace onedial::viewer {

DigitCanvas::DigitCanvas(Index side) : side_(side) {
  clear();
}

void DigitCanvas::clear() {
  known_.assign(static_cast<std::size_t>(side_ * side_), false);
  values_ = Eigen::RowVectorXf::Zero(side_ * side_);
}

void DigitCanvas::touch(const Touch& touch) {
  const auto side = static_cast<double>(side_);
  if (!(touch.x >= 0 && touch.x < side && touch.y >= 0 && touch.y < side)) {
    return;
  }
  const Index pixel = static_cast<Index>(touch.y) * side_ + static_cast<Index>(touch.x);
  known_[static_cast<std::size_t>(pixel)] = true;
  values_(pixel) = touch.erase ? 0 : 1;
}

void DigitCanvas::show_upper_half(const Eigen::RowVectorXf& picture) {
  clear();
  const Index pixels = side_ / 2 * side_;
  std::fill_n(known_.begin(), pixels, true);
  values_.head(pixels) = picture.head(pixels);
}

Index DigitCanvas::known_pixels() const {
  return std::count(known_.begin(), known_.end(), true);
}

void DigitCanvas::draw(Grid& grid) const {
  grid.width = grid.height = side_;
  grid.levels = 3;
  grid.is_editable = true;
  grid.values.resize(known_.size());
  for (std::size_t pixel = 0; pixel < known_.size(); ++pixel) {
    const bool is_ink = values_(static_cast<Index>(pixel)) > 0;
    grid.values[pixel] = static_cast<std::uint8_t>(!known_[pixel] ? 1 : is_ink ? 2 : 0);
  }
}

}  // namespace onedial::viewer
