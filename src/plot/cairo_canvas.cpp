#include "cairo_canvas.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <stdexcept>

namespace onedial {

namespace {

/// A pixel of ARGB32, whose colours are multiplied by the opacity.
std::uint32_t packed(const Colour& colour) {
  const auto byte = [](double value) {
    return static_cast<std::uint32_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
  };
  return byte(colour.alpha) << 24 | byte(colour.red * colour.alpha) << 16 |
         byte(colour.green * colour.alpha) << 8 | byte(colour.blue * colour.alpha);
}

}  // namespace

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

void CairoCanvas::cells(const Box& box, std::size_t columns, std::span<const Colour> colours) {
  // Programs that show SVG smooth small pictures when they enlarge them: each cell gets some pixels.
  const std::size_t rows = colours.size() / columns;
  const auto longest = static_cast<double>(std::max(rows, columns));
  const auto side = static_cast<std::size_t>(std::clamp(std::ceil(1200 / longest), 1.0, 16.0));
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> picture(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(columns * side),
                                 static_cast<int>(rows * side)),
      &cairo_surface_destroy);
  if (cairo_surface_status(picture.get()) != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(cairo_status_to_string(cairo_surface_status(picture.get())));
  }
  unsigned char* data = cairo_image_surface_get_data(picture.get());
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(picture.get()));
  for (std::size_t y = 0; y < rows * side; ++y) {
    for (std::size_t x = 0; x < columns * side; ++x) {
      const std::uint32_t pixel = packed(colours[y / side * columns + x / side]);
      std::memcpy(data + y * stride + x * sizeof pixel, &pixel, sizeof pixel);
    }
  }
  cairo_surface_mark_dirty(picture.get());
  cairo_save(context_.get());
  cairo_translate(context_.get(), box.x, box.y);
  cairo_scale(context_.get(), box.width / static_cast<double>(columns * side),
              box.height / static_cast<double>(rows * side));
  cairo_set_source_surface(context_.get(), picture.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(context_.get()), CAIRO_FILTER_NEAREST);
  cairo_paint(context_.get());
  cairo_restore(context_.get());
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
