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

void draw_x_axis(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const Box& plot = layout.plot;
  const double base = plot.bottom();
  for (const double value : layout.x.ticks.minor) {
    const double x = layout.page_x(value);
    canvas.line({x, base}, {x, base + minor_tick_length}, axis_stroke(canvas));
  }
  const double label_base = base + tick_length + tick_gap + tick_size * cap_height;
  for (const Tick& tick : layout.x.ticks.major) {
    const double x = layout.page_x(tick.value);
    canvas.line({x, base}, {x, base + tick_length}, axis_stroke(canvas));
    canvas.text({x, label_base}, Align::centre, tick.label, tick_text, plot.width);
  }
  canvas.text({plot.centre().x, label_base + axis_label_height}, Align::centre, panel.x.label, label_text,
              plot.width);
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

void draw_axes(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const Box& plot = layout.plot;
  const std::array<Position, 3> corner = {
      {{plot.x, plot.y}, {plot.x, plot.bottom()}, {plot.right(), plot.bottom()}}};
  canvas.path(corner, axis_stroke(canvas));
  draw_x_axis(canvas, panel, layout);
  draw_y_axis(canvas, panel, layout);
}

}  // namespace onedial
