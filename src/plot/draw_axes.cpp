#include <algorithm>
#include <cmath>

#include "panel_parts.hpp"

namespace onedial {
namespace {

using namespace layout;

constexpr double minor_tick_length = 1.7;
constexpr TextStyle tick_text{tick_size};
constexpr TextStyle label_text{axis_label_size};

Stroke axis_stroke(const Canvas& canvas) {
  return {canvas.theme().axis, 0.7 * canvas.theme().stroke};
}

/// The room for each name along x: up to its nearest neighbour. Numbers were chosen so that they have it.
double widest_name(const Axis& axis, const PanelLayout& layout) {
  constexpr double gap = 3;
  double widest = layout.plot.width;
  const std::vector<Tick>& ticks = layout.x.ticks.major;
  for (std::size_t i = 1; i < ticks.size() && !axis.names.empty(); ++i) {
    widest =
        std::min(widest, std::abs(layout.page_x(ticks[i].value) - layout.page_x(ticks[i - 1].value)) - gap);
  }
  return std::max(widest, 1.0);
}

void draw_x_axis(Canvas& canvas, const PanelLayout& layout) {
  const double base = layout.plot.bottom();
  for (const double value : layout.x.ticks.minor) {
    const double x = layout.page_x(value);
    canvas.line({x, base}, {x, base + minor_tick_length}, axis_stroke(canvas));
  }
  for (const Tick& tick : layout.x.ticks.major) {
    const double x = layout.page_x(tick.value);
    canvas.line({x, base}, {x, base + tick_length}, axis_stroke(canvas));
  }
}

void draw_y_axis(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const Box& plot = layout.plot;
  for (const double value : layout.y.ticks.minor) {
    const double y = layout.page_y(value);
    canvas.line({plot.x, y}, {plot.x - minor_tick_length, y}, axis_stroke(canvas));
  }
  const double room = plot.x - layout.left;
  for (const Tick& tick : layout.y.ticks.major) {
    const double y = layout.page_y(tick.value);
    canvas.line({plot.x, y}, {plot.x - tick_length, y}, axis_stroke(canvas));
    canvas.text({plot.x - tick_length - tick_gap, y + tick_size * cap_height / 2}, Align::right, tick.label,
                tick_text, room);
  }
  canvas.text_upwards({layout.left + axis_label_size * cap_height, plot.centre().y}, Align::centre,
                      panel.y.label, label_text, plot.height + 6);
}

}  // namespace

void draw_grid(Canvas& canvas, const PanelLayout& layout) {
  const Stroke grid_stroke{canvas.theme().grid, 0.5 * canvas.theme().stroke};
  const Box& plot = layout.plot;
  for (const Tick& tick : layout.x.ticks.major) {
    const double x = layout.page_x(tick.value);
    canvas.line({x, plot.y}, {x, plot.bottom()}, grid_stroke);
  }
  for (const Tick& tick : layout.y.ticks.major) {
    const double y = layout.page_y(tick.value);
    canvas.line({plot.x, y}, {plot.right(), y}, grid_stroke);
  }
}

void draw_x_words(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const Box& plot = layout.plot;
  const double base = plot.bottom() + tick_length + tick_gap + tick_size * cap_height;
  const double widest = widest_name(panel.x, layout);
  for (const Tick& tick : layout.x.ticks.major) {
    canvas.text({layout.page_x(tick.value), base}, Align::centre, tick.label, tick_text, widest);
  }
  canvas.text({plot.centre().x, base + axis_label_height}, Align::centre, panel.x.label, label_text,
              plot.width);
}

void draw_axes(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const Box& plot = layout.plot;
  const std::array<Position, 3> corner = {
      {{plot.x, plot.y}, {plot.x, plot.bottom()}, {plot.right(), plot.bottom()}}};
  canvas.path(corner, axis_stroke(canvas));
  draw_x_axis(canvas, layout);
  draw_x_words(canvas, panel, layout);
  draw_y_axis(canvas, panel, layout);
}

}  // namespace onedial
