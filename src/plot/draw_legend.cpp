#include <algorithm>
#include <cmath>
#include <vector>

#include "panel_parts.hpp"

namespace onedial {
namespace {

constexpr double swatch_width = 15;
constexpr double words_at = swatch_width + 5;
constexpr double entry_height = 11.5;
constexpr double inset = 4;    // from the edges of the plot area
constexpr double padding = 3;  // kept free around the legend where there is room

/// All that shares one name.
struct Entry {
  std::string label;
  const Series* series = nullptr;
  const Band* band = nullptr;
  const Points* points = nullptr;
};

Entry& entry_named(std::vector<Entry>& entries, const std::string& label) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.label == label; });
  return found != entries.end() ? *found : entries.emplace_back(Entry{.label = label});
}

std::vector<Entry> entries_of(const Panel& panel) {
  std::vector<Entry> entries;
  for (const Series& s : panel.series) {
    if (!s.label.empty()) {
      entry_named(entries, s.label).series = &s;
    }
  }
  for (const Points& p : panel.points) {
    if (!p.label.empty()) {
      entry_named(entries, p.label).points = &p;
    }
  }
  for (const Band& b : panel.bands) {
    if (!b.label.empty()) {
      entry_named(entries, b.label).band = &b;
    }
  }
  return entries;
}

void draw_swatch(Canvas& canvas, const Entry& entry, double x, double y) {
  if (entry.band != nullptr) {
    canvas.fill(Box{x, y - 3.5, swatch_width, 7}, faint(canvas.theme().colour(entry.band->colour)));
  }
  if (entry.series != nullptr) {
    canvas.line({x, y}, {x + swatch_width, y}, series_stroke(canvas, *entry.series));
  }
  if (entry.points != nullptr) {
    const Position dot{x + swatch_width / 2, y};
    const Colour colour = canvas.theme().colour(entry.points->colour);
    if (!entry.points->y_error.empty()) {
      canvas.line({dot.x, y - 4}, {dot.x, y + 4}, {colour, 0.7});
    }
    canvas.disc(dot, dot_radius, colour);
  }
}

/// Legends belong into corners, and at the right rather than at the left.
double distance_from_corner(const Box& box, const Box& area) {
  const double left = box.x - area.x;
  const double right = area.right() - box.right();
  const double above = box.y - area.y;
  const double below = area.bottom() - box.bottom();
  return std::min(left + 1, right) + std::min(above, below + 2);
}

Box best_corner(const Clutter& clutter, double width, double height) {
  const Box& area = clutter.area();
  const double gap = inset - padding;
  const double left = area.x + gap;
  const double right = area.right() - gap - width;
  const double top = area.y + gap;
  const double bottom = area.bottom() - gap - height;
  Box best{right, top, width, height};
  for (const Box& corner :
       {Box{left, top, width, height}, Box{right, bottom, width, height}, Box{left, bottom, width, height}}) {
    if (clutter.under(corner) < clutter.under(best)) {
      best = corner;
    }
  }
  return best;
}

}  // namespace

Box draw_legend(Canvas& canvas, const Panel& panel, Clutter& clutter) {
  const std::vector<Entry> entries = entries_of(panel);
  if (entries.empty()) {
    return {};
  }

  const Box& area = clutter.area();
  const auto count = static_cast<double>(entries.size());
  const double row = std::min(entry_height, (area.height - 2 * inset) / count);
  const TextStyle text{layout::legend_size * row / entry_height};
  double words = 0;
  for (const Entry& entry : entries) {
    words = std::max(words, canvas.text_width(entry.label, text));
  }
  words = std::min(words, std::max(area.width - 2 * inset - words_at, 1.0));

  const double width = words_at + words + 2 * padding;
  const double height = count * row + 2 * padding;
  const Box padded = canvas.theme().is_live
                         ? best_corner(clutter, width, height)
                         : clutter.best_place(width, height, inset - padding, [&](const Box& place) {
                             return 0.05 * distance_from_corner(place, area);
                           });
  const Box box{padded.x + padding, padded.y + padding, padded.width - 2 * padding,
                padded.height - 2 * padding};
  draw_veil(canvas, box, clutter);
  double y = box.y + row / 2;
  for (const Entry& entry : entries) {
    draw_swatch(canvas, entry, box.x, y);
    canvas.text({box.x + words_at, y + text.size * layout::cap_height / 2}, Align::left, entry.label, text,
                words);
    y += row;
  }
  clutter.add_box(box, clutter_weight::words);
  return box;
}

}  // namespace onedial
