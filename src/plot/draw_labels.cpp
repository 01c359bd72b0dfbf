#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "panel_parts.hpp"

namespace onedial {
namespace {

constexpr double label_size = 7.5;
constexpr double label_height = 8;
constexpr TextStyle label_text{label_size};
constexpr double slide = 4;        // between the places tried along a line
constexpr double first_slide = 2;  // from its end
constexpr double line_gap = 2.6;   // between a line and its name
constexpr double edge_gap = 3;     // between a name and the edges at its left and right
constexpr double ring_radius = 3;
constexpr double ring_reach = ring_radius + 1;
constexpr double dislike_per_point = 0.02;  // of a place that is that much further from the preferred one

void keep_inside(Box& box, const Box& area) {
  const double left = area.x + edge_gap;
  box.x = std::clamp(box.x, left, std::max(left, area.right() - edge_gap - box.width));
  box.y = std::clamp(box.y, area.y, std::max(area.y, area.bottom() - box.height));
}

/// Chooses among places given in order of preference.
class Chooser {
 public:
  explicit Chooser(const Clutter& clutter) : clutter_(clutter) {}

  void offer(Box box, double dislike) {
    keep_inside(box, clutter_.area());
    const double cost = clutter_.under(box) + dislike;
    if (cost >= least_) {
      return;
    }
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
  return std::min(canvas.text_width(label, label_text), clutter.area().width - 2 * edge_gap);
}

/// How many places to try along a line of this length for a name of that extent.
int places_along(double length, double extent) {
  return std::max(1, 1 + static_cast<int>((length - extent - first_slide) / slide));
}

void draw_mark_name(Canvas& canvas, const Mark& mark, const PanelLayout& layout, Clutter& clutter) {
  if (mark.label.empty() || !layout.contains(mark.x, mark.y)) {
    return;
  }
  const Position at = layout.page(mark.x, mark.y);
  const double width = label_width(canvas, mark.label, clutter);
  Chooser chooser(clutter);
  double dislike = 0;
  for (const double distance : {ring_reach + 3, ring_reach + 9, ring_reach + 18}) {
    for (const Position direction :
         {Position{1, -1}, {1, 0}, {-1, -1}, {0, -1}, {-1, 0}, {1, 1}, {-1, 1}, {0, 1}}) {
      const double x = at.x + direction.x * (distance + width / 2) - width / 2;
      const double y = at.y + direction.y * (distance + label_height / 2) - label_height / 2;
      chooser.offer({x, y, width, label_height}, dislike);
      dislike += 0.5;
    }
  }
  draw_label(canvas, mark.label, chooser.best(), canvas.theme().colour(mark.colour), clutter);
}

void draw_horizontal_name(Canvas& canvas, const ReferenceLine& reference, const PanelLayout& layout,
                          Clutter& clutter) {
  if (!layout.y.scale || !layout.y.scale->contains(reference.value)) {
    return;
  }
  const Box& area = clutter.area();
  const double width = label_width(canvas, reference.label, clutter);
  const double y = layout.page_y(reference.value);
  Chooser chooser(clutter);
  for (int i = 0; i < places_along(area.width, width); ++i) {
    const double shift = first_slide + i * slide;
    const double x = area.right() - shift - width;
    chooser.offer({x, y - label_height - line_gap, width, label_height}, shift * dislike_per_point);
    chooser.offer({x, y + line_gap, width, label_height}, shift * dislike_per_point + 1);
  }
  draw_label(canvas, reference.label, chooser.best(), canvas.theme().soft_ink, clutter);
}

void draw_vertical_name(Canvas& canvas, const ReferenceLine& reference, const PanelLayout& layout,
                        Clutter& clutter) {
  if (!layout.x.scale || !layout.x.scale->contains(reference.value)) {
    return;
  }
  const Box& area = clutter.area();
  const double width = label_width(canvas, reference.label, clutter);
  const double x = layout.page_x(reference.value);
  Chooser chooser(clutter);
  for (int i = 0; i < places_along(area.height, label_height); ++i) {
    const double shift = first_slide + i * slide;
    chooser.offer({x + 3.5, area.y + shift, width, label_height}, shift * dislike_per_point);
    chooser.offer({x - 3.5 - width, area.y + shift, width, label_height}, shift * dislike_per_point + 1);
  }
  draw_label(canvas, reference.label, chooser.best(), canvas.theme().soft_ink, clutter);
}

/// From one place to another, both as values; nothing where they are the same or one has no place.
void draw_bar(Canvas& canvas, const PanelLayout& layout, Position from, Position to, ColourRole colour) {
  const std::array<Position, 2> bar = {layout.page(from.x, from.y), layout.page(to.x, to.y)};
  const double length = std::hypot(bar[1].x - bar[0].x, bar[1].y - bar[0].y);
  if (std::isfinite(length) && length > 0) {
    canvas.path(bar, {canvas.theme().colour(colour), 1.3 * canvas.theme().stroke});
  }
}

}  // namespace

void draw_veil(Canvas& canvas, const Box& box, const Clutter& clutter) {
  if (canvas.theme().is_live || clutter.under(box) > 0) {
    Colour veil = canvas.theme().paper;
    veil.alpha = canvas.theme().is_live ? 0.7 : 0.85;
    canvas.fill(box, veil);
  }
}

void draw_rings(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter) {
  for (const Mark& mark : panel.marks) {
    if (!layout.contains(mark.x, mark.y)) {
      continue;
    }
    const Position at = layout.page(mark.x, mark.y);
    draw_bar(canvas, layout, {mark.x - mark.x_error, mark.y}, {mark.x + mark.x_error, mark.y}, mark.colour);
    draw_bar(canvas, layout, {mark.x, mark.y - mark.y_error}, {mark.x, mark.y + mark.y_error}, mark.colour);
    canvas.ring(at, ring_radius, {canvas.theme().paper, 3 * canvas.theme().stroke});
    canvas.ring(at, ring_radius, {canvas.theme().colour(mark.colour), 1.3 * canvas.theme().stroke});
    clutter.add_box({at.x - ring_reach, at.y - ring_reach, 2 * ring_reach, 2 * ring_reach},
                    clutter_weight::words);
  }
}

void draw_names(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter) {
  for (const Mark& mark : panel.marks) {
    draw_mark_name(canvas, mark, layout, clutter);
  }
  for (const ReferenceLine& reference : panel.references) {
    if (reference.label.empty()) {
      continue;
    }
    if (reference.direction == ReferenceDirection::horizontal) {
      draw_horizontal_name(canvas, reference, layout, clutter);
    } else {
      draw_vertical_name(canvas, reference, layout, clutter);
    }
  }
}

}  // namespace onedial
