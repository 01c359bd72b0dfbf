#include "onedial/plot/draw_panel.hpp"

#include <algorithm>

#include "panel_layout.hpp"
#include "panel_parts.hpp"

namespace onedial {

using namespace layout;

void draw_panel_header(Canvas& canvas, const Panel& panel, const PanelLayout& layout,
                       const std::string& letter) {
  const TextStyle bold{panel_letter_size, true};
  const double base = layout.plot.y - 7;
  double left = layout.plot.x;
  if (!letter.empty()) {
    canvas.text({layout.left, base}, Align::left, letter, bold, layout.plot.width);
    left = std::max(left, layout.left + canvas.text_width(letter, bold) + 5);
  }
  canvas.text({left, base}, Align::left, panel.title, {panel_title_size}, layout.plot.right() - left);
}

void draw_panel_body(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  if (!panel.is_picture) {
    draw_grid(canvas, layout);
  }
  if (has_data(panel)) {
    Clutter clutter(layout.plot);
    draw_maps(canvas, panel, layout, clutter);
    draw_data(canvas, panel, layout, clutter);
    if (panel.is_picture) {
      draw_x_words(canvas, panel, layout);
    } else {
      draw_axes(canvas, panel, layout);
    }
    draw_rings(canvas, panel, layout, clutter);
    const Box legend = draw_legend(canvas, panel, clutter);
    if (canvas.theme().is_live) {
      // Names are to stay beside what they name, whatever the data do; only not on the legend, nor on lines
      // that stand still.
      clutter = Clutter(layout.plot);
      clutter.add_box(legend, clutter_weight::words);
      for (const ReferenceLine& reference : panel.references) {
        if (const auto ends = reference_ends(reference, layout)) {
          clutter.add_path(*ends, clutter_weight::reference);
        }
      }
    }
    draw_names(canvas, panel, layout, clutter);
  } else {
    if (!panel.is_picture) {
      draw_axes(canvas, panel, layout);
    }
    canvas.text(layout.plot.centre(), Align::centre, panel.note,
                {legend_size, false, canvas.theme().soft_ink}, layout.plot.width - 8);
  }
}

void draw_panel(Canvas& canvas, const Panel& panel, double width, double height) {
  constexpr double gap = 3;
  const auto places =
      lay_out(std::span(&panel, 1), {.width = width, .height = height, .margin = gap, .top = gap}, canvas);
  if (places.empty()) {
    canvas.text({gap, gap + panel_title_size}, Align::left, panel.title, {panel_title_size}, width - 2 * gap);
    return;
  }
  draw_panel_header(canvas, panel, places.front(), "");
  draw_panel_body(canvas, panel, places.front());
}

}  // namespace onedial
