#include <algorithm>
#include <cmath>
#include <vector>

#include "panel_parts.hpp"

namespace onedial {
namespace {

using namespace layout;

constexpr std::size_t bar_cells = 64;
constexpr int most_bar_ticks = 5;

/// How light a colour looks, 0 … 1 (Rec. 709).
double lightness(const Colour& colour) {
  return 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue;
}

/// In ink or paper, whichever is further from the cell.
void draw_words(Canvas& canvas, const HeatMap& map, const Box& box, const std::vector<Colour>& colours) {
  const double width = box.width / static_cast<double>(map.columns);
  const double height = box.height / static_cast<double>(map.rows);
  const double size = 0.6 * std::min(width, height);
  const Colour& paper = canvas.theme().paper;
  const Colour& ink = canvas.theme().ink;
  for (std::size_t cell = 0; cell < map.words.size(); ++cell) {
    const Position middle{box.x + (static_cast<double>(cell % map.columns) + 0.5) * width,
                          box.y + (static_cast<double>(cell / map.columns) + 0.5) * height};
    const double light = colours[cell].alpha > 0 ? lightness(colours[cell]) : lightness(paper);
    const bool on_ink = std::abs(light - lightness(ink)) < std::abs(light - lightness(paper));
    canvas.text({middle.x, middle.y + size * cap_height / 2}, Align::centre, map.words[cell],
                {size, false, on_ink ? paper : ink}, width);
  }
}

void draw_cells(Canvas& canvas, const HeatMap& map, const PanelLayout& layout, Clutter& clutter) {
  constexpr Colour nothing{0, 0, 0, 0};
  const double length = map.range.upper - map.range.lower;
  std::vector<Colour> colours;
  colours.reserve(map.values.size());
  for (const double value : map.values) {
    colours.push_back(std::isnan(value) ? nothing
                                        : colour_at(map.scale, (value - map.range.lower) / length,
                                                    canvas.theme().paper, canvas.theme().ink));
  }
  const Position corner = layout.page(map.x.lower, map.y.upper);
  const Position opposite = layout.page(map.x.upper, map.y.lower);
  const Box box{corner.x, corner.y, opposite.x - corner.x, opposite.y - corner.y};
  canvas.cells(box, map.columns, colours);
  clutter.add_box(box, clutter_weight::map);
  draw_words(canvas, map, box, colours);
}

void draw_bar(Canvas& canvas, const HeatMap& map, const PanelLayout& layout) {
  const Box bar{layout.plot.right() + bar_gap, layout.plot.y, bar_width, layout.plot.height};
  std::vector<Colour> colours;
  for (std::size_t cell = 0; cell < bar_cells; ++cell) {
    const double place = 1 - (static_cast<double>(cell) + 0.5) / static_cast<double>(bar_cells);
    colours.push_back(colour_at(map.scale, place, canvas.theme().paper, canvas.theme().ink));
  }
  canvas.cells(bar, 1, colours);
  const AxisScale scale(AxisKind::linear, map.range, false);
  for (const Tick& tick : scale.ticks(most_bar_ticks).major) {
    const double y = bar.bottom() - bar.height * scale.position(tick.value);
    canvas.line({bar.right(), y}, {bar.right() + tick_length, y},
                {canvas.theme().axis, 0.7 * canvas.theme().stroke});
    canvas.text({bar.right() + tick_length + tick_gap, y + tick_size * cap_height / 2}, Align::left,
                tick.label, {tick_size}, width_of_digits);
  }
  canvas.text_upwards({bar.right() + tick_length + width_of_digits + axis_label_size, bar.centre().y},
                      Align::centre, map.label, {axis_label_size}, bar.height);
}

}  // namespace

void draw_maps(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter) {
  canvas.clip(layout.plot);
  for (const HeatMap& map : panel.maps) {
    draw_cells(canvas, map, layout, clutter);
  }
  canvas.unclip();
  for (const HeatMap& map : panel.maps) {
    if (!map.label.empty()) {
      draw_bar(canvas, map, layout);
    }
  }
}

}  // namespace onedial
