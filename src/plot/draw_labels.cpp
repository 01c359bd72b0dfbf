#include <algorithm>
#include <cmath>
#include <limits>

#include "draw_panel.hpp"

namespace onedial {
namespace {

constexpr double label_size = 7.5;
constexpr double label_height = 8;
constexpr TextStyle label_text{label_size, false, soft_ink};
constexpr double slide = 4;  // between the places tried along a line
constexpr double ring_radius = 3;
constexpr double dislike_per_point = 0.02;  // of a place that is that much further from the preferred one

void keep_inside(Box& box, const Box& area) {
  box.x = std::clamp(box.x, area.x, std::max(area.x, area.right() - box.width));
  box.y = std::clamp(box.y, area.y, std::max(area.y, area.bottom() - box.height));
}

/// Chooses among places given in order of preference.
class Chooser {
 public:
  explicit Chooser(const Clutter& clutter) : clutter_(clutter) {}

  void offer(Box box, double dislike) {
    keep_inside(box, clutter_.area());
    const double cost = clutter_.under(box) + dislike;
    if (cost >= least_) return;
    least_ = cost;
    best_ = box;
  }
  [[nodiscard]] const Box& best() const { return best_; }

 private:
  const Clutter& clutter_;
  double least_ = std::numeric_limits<double>::infinity();
  Box best_;
};

void draw_label(Canvas& canvas, const std::string& label, const Box& box, const Colour& colour,
                Clutter& clutter) {
  draw_veil(canvas, box, clutter);
  canvas.text({box.x, box.centre().y + label_size * layout::cap_height / 2}, Align::left, label,
              {label_size, false, colour}, box.width);
  clutter.add_box(box, clutter_weight::words);
}

double label_width(const Canvas& canvas, const std::string& label, const Clutter& clutter) {
  return std::min(canvas.text_width(label, label_text), clutter.area().width);
}

void draw_mark(Canvas& canvas, const Mark& mark, const PanelLayout& layout, Clutter& clutter) {
  if (!layout.contains(mark.x, mark.y)) return;
  const Position at = layout.page(mark.x, mark.y);
  canvas.ring(at, ring_radius, {{1, 1, 1, 1}, 3});
  canvas.ring(at, ring_radius, {colour_of(mark.colour), 1.3});
  const double reach = ring_radius + 1;
  clutter.add_box({at.x - reach, at.y - reach, 2 * reach, 2 * reach}, clutter_weight::words);
  if (mark.label.empty()) return;

  const double width = label_width(canvas, mark.label, clutter);
  Chooser chooser(clutter);
  double dislike = 0;
  for (const double distance : {reach + 3, reach + 9, reach + 18}) {
    for (const Position direction :
         {Position{1, -1}, {1, 0}, {-1, -1}, {0, -1}, {-1, 0}, {1, 1}, {-1, 1}, {0, 1}}) {
      const double x = at.x + direction.x * (distance + width / 2) - width / 2;
      const double y = at.y + direction.y * (distance + label_height / 2) - label_height / 2;
      chooser.offer({x, y, width, label_height}, dislike);
      dislike += 0.5;
    }
  }
  draw_label(canvas, mark.label, chooser.best(), colour_of(mark.colour), clutter);
}

void draw_horizontal_name(Canvas& canvas, const ReferenceLine& reference, const PanelLayout& layout,
                          Clutter& clutter) {
  if (!layout.y.scale || !layout.y.scale->contains(reference.value)) return;
  const Box& area = clutter.area();
  const double width = label_width(canvas, reference.label, clutter);
  const double y = layout.page_y(reference.value);
  Chooser chooser(clutter);
  for (double shift = 2; shift <= std::max(area.width - width, slide); shift += slide) {
    const double x = area.right() - shift - width;
    chooser.offer({x, y - label_height - 2.6, width, label_height}, shift * dislike_per_point);
    chooser.offer({x, y + 2.6, width, label_height}, shift * dislike_per_point + 1);
  }
  draw_label(canvas, reference.label, chooser.best(), soft_ink, clutter);
}

void draw_vertical_name(Canvas& canvas, const ReferenceLine& reference, const PanelLayout& layout,
                        Clutter& clutter) {
  if (!layout.x.scale || !layout.x.scale->contains(reference.value)) return;
  const Box& area = clutter.area();
  const double width = label_width(canvas, reference.label, clutter);
  const double x = layout.page_x(reference.value);
  Chooser chooser(clutter);
  for (double shift = 2; shift <= std::max(area.height - label_height, slide); shift += slide) {
    chooser.offer({x + 3.5, area.y + shift, width, label_height}, shift * dislike_per_point);
    chooser.offer({x - 3.5 - width, area.y + shift, width, label_height}, shift * dislike_per_point + 1);
  }
  draw_label(canvas, reference.label, chooser.best(), soft_ink, clutter);
}

}  // namespace

void draw_veil(Canvas& canvas, const Box& box, const Clutter& clutter) {
  if (clutter.under(box) > 0) canvas.fill(box, {1, 1, 1, 0.85});
}

void draw_labels(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter) {
  for (const Mark& mark : panel.marks) draw_mark(canvas, mark, layout, clutter);
  for (const ReferenceLine& reference : panel.references) {
    if (reference.label.empty()) continue;
    if (reference.direction == ReferenceDirection::horizontal) {
      draw_horizontal_name(canvas, reference, layout, clutter);
    } else {
      draw_vertical_name(canvas, reference, layout, clutter);
    }
  }
}

}  // namespace onedial
