#include "draw_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "panel_layout.hpp"
#include "panel_parts.hpp"

namespace onedial {
namespace {

using namespace layout;

void draw_titles(Canvas& canvas, const Figure& figure) {
  const double room = figure.width - 2 * margin;
  double top = margin;
  if (!figure.title.empty()) {
    canvas.text({margin, top + title_size * cap_height}, Align::left, figure.title, {title_size, true}, room);
    top += title_height;
  }
  canvas.text({margin, top + subtitle_size * cap_height}, Align::left, figure.subtitle,
              {subtitle_size, false, canvas.theme().soft_ink}, room);
}

/// What titles leave to the panels.
Page page_of(const Figure& figure) {
  double top = margin;
  if (!figure.title.empty()) {
    top += title_height;
  }
  if (!figure.subtitle.empty()) {
    top += subtitle_height;
  }
  if (top > margin) {
    top += 3;
  }
  return {.width = figure.width,
          .height = figure.height,
          .margin = margin,
          .top = top,
          .columns = figure.columns};
}

/// "a", "b", … "z", "aa", "ab", …
std::string panel_letter(std::size_t index) {
  std::string letters;
  for (++index; index > 0; index = (index - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('a' + (index - 1) % 26));
  }
  return letters;
}

}  // namespace

void draw_figure(Canvas& canvas, const Figure& figure) {
  canvas.fill(Box{0, 0, figure.width, figure.height}, canvas.theme().paper);
  draw_titles(canvas, figure);
  const std::vector<PanelLayout> layouts = lay_out(figure.panels, page_of(figure), canvas);
  if (layouts.size() < figure.panels.size()) {
    throw std::invalid_argument(
        fmt::format("figure size ({} x {} pt) is too small for {} panels in {} columns", figure.width,
                    figure.height, figure.panels.size(),
                    std::min<std::size_t>(static_cast<std::size_t>(figure.columns), figure.panels.size())));
  }
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    draw_panel_header(canvas, figure.panels[i], layouts[i], layouts.size() > 1 ? panel_letter(i) : "");
    draw_panel_body(canvas, figure.panels[i], layouts[i]);
  }
}

}  // namespace onedial
