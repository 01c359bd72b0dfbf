#include "draw_figure.hpp"

#include <algorithm>

#include "draw_panel.hpp"
#include "panel_layout.hpp"

namespace onedial {
namespace {

using namespace layout;

constexpr Colour white{1, 1, 1, 1};

void draw_titles(Canvas& canvas, const Figure& figure) {
  const double room = figure.width - 2 * margin;
  double top = margin;
  if (!figure.title.empty()) {
    canvas.text({margin, top + title_size * cap_height}, Align::left, figure.title, {title_size, true}, room);
    top += title_height;
  }
  canvas.text({margin, top + subtitle_size * cap_height}, Align::left, figure.subtitle,
              {subtitle_size, false, soft_ink}, room);
}

/// "a", "b", … "z", "aa", "ab", …
std::string panel_letter(std::size_t index) {
  std::string letters;
  for (++index; index > 0; index = (index - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('a' + (index - 1) % 26));
  }
  return letters;
}

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

void draw_panel(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  draw_grid(canvas, layout);
  if (has_data(panel)) {
    Clutter clutter(layout.plot);
    draw_data(canvas, panel, layout, clutter);
    draw_axes(canvas, panel, layout);
    draw_rings(canvas, panel, layout, clutter);
    draw_legend(canvas, panel, clutter);
    draw_names(canvas, panel, layout, clutter);
  } else {
    draw_axes(canvas, panel, layout);
    canvas.text(layout.plot.centre(), Align::centre, panel.note, {legend_size, false, soft_ink},
                layout.plot.width - 8);
  }
}

}  // namespace

void draw_figure(Canvas& canvas, const Figure& figure) {
  canvas.fill(Box{0, 0, figure.width, figure.height}, white);
  draw_titles(canvas, figure);
  const std::vector<PanelLayout> layouts = lay_out(figure, canvas);
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    draw_panel_header(canvas, figure.panels[i], layouts[i], layouts.size() > 1 ? panel_letter(i) : "");
    draw_panel(canvas, figure.panels[i], layouts[i]);
  }
}

}  // namespace onedial
