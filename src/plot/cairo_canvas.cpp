#include "cairo_canvas.hpp"

#include <algorithm>
#include <numbers>
#include <stdexcept>

namespace onedial {

CairoCanvas::CairoCanvas(cairo_surface_t* surface, const PlotTheme& theme)
    : Canvas(theme), context_(cairo_create(surface)) {
  check();
  const std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)> options(
      cairo_font_options_create(), &cairo_font_options_destroy);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(context_.get(), options.get());
  cairo_set_line_join(context_.get(), CAIRO_LINE_JOIN_ROUND);
}

double CairoCanvas::text_width(const std::string& text, const TextStyle& style) const {
  set_font(style);
  cairo_text_extents_t extents;
  cairo_text_extents(context_.get(), text.c_str(), &extents);
  return extents.x_advance;
}

void CairoCanvas::text(Position at, Align align, const std::string& words, TextStyle style, double widest) {
  if (words.empty()) {
    return;
  }
  widest = std::max(widest, 1.0);  // Cairo has no fonts of size 0
  double width = text_width(words, style);
  if (width > widest) {
    style.size *= widest / width;
    width = widest;
  }
  set_font(style);
  set_colour(style.colour.value_or(theme().ink));
  const double shift = align == Align::left ? 0 : align == Align::centre ? width / 2 : width;
  cairo_move_to(context_.get(), at.x - shift, at.y);
  cairo_show_text(context_.get(), words.c_str());
  cairo_new_path(context_.get());
}

void CairoCanvas::text_upwards(Position at, Align align, const std::string& words, TextStyle style,
                               double widest) {
  cairo_save(context_.get());
  cairo_translate(context_.get(), at.x, at.y);
  cairo_rotate(context_.get(), -std::numbers::pi / 2);
  text({0, 0}, align, words, style, widest);
  cairo_restore(context_.get());
}

void CairoCanvas::path(std::span<const Position> points, const Stroke& stroke) {
  trace(points);
  finish_stroke(stroke);
}

void CairoCanvas::fill(std::span<const Position> polygon, const Colour& colour) {
  trace(polygon);
  cairo_close_path(context_.get());
  set_colour(colour);
  cairo_fill(context_.get());
}

void CairoCanvas::fill(const Box& box, const Colour& colour) {
  cairo_rectangle(context_.get(), box.x, box.y, box.width, box.height);
  set_colour(colour);
  cairo_fill(context_.get());
}

void CairoCanvas::disc(Position centre, double radius, const Colour& colour) {
  cairo_arc(context_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
  set_colour(colour);
  cairo_fill(context_.get());
}

void CairoCanvas::ring(Position centre, double radius, const Stroke& stroke) {
  cairo_arc(context_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
  cairo_close_path(context_.get());
  finish_stroke(stroke);
}

void CairoCanvas::clip(const Box& box) {
  cairo_save(context_.get());
  cairo_rectangle(context_.get(), box.x, box.y, box.width, box.height);
  cairo_clip(context_.get());
}

void CairoCanvas::unclip() {
  cairo_restore(context_.get());
}

void CairoCanvas::check() const {
  const cairo_status_t status = cairo_status(context_.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(cairo_status_to_string(status));
  }
}

void CairoCanvas::set_colour(const Colour& colour) {
  cairo_set_source_rgba(context_.get(), colour.red, colour.green, colour.blue, colour.alpha);
}

void CairoCanvas::set_font(const TextStyle& style) const {
  cairo_select_font_face(context_.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                         style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(context_.get(), style.size);
}

void CairoCanvas::trace(std::span<const Position> points) {
  for (const Position& p : points) {
    cairo_line_to(context_.get(), p.x, p.y);
  }
}

void CairoCanvas::finish_stroke(const Stroke& stroke) {
  set_colour(stroke.colour);
  cairo_set_line_width(context_.get(), stroke.width);
  cairo_set_dash(context_.get(), stroke.dashes.data(), static_cast<int>(stroke.dashes.size()), 0);
  cairo_stroke(context_.get());
}

}  // namespace onedial
