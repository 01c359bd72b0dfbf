#include "onedial/plot/cairo_render.hpp"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <stdexcept>

#include "cairo_canvas.hpp"
#include "draw_figure.hpp"

namespace onedial {
namespace {

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

void require_success(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(cairo_status_to_string(status));
  }
}

/// Cairo's write function: no exception may pass through C.
cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  try {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
  } catch (const std::exception&) {
    return CAIRO_STATUS_NO_MEMORY;
  }
}

/// Cairo before 1.17 numbers its surfaces through the life of the process and writes the number as an id
/// that nothing refers to; without it two renderings of a figure are the same bytes.
std::string without_surface_id(std::string svg) {
  constexpr std::string_view start = " id=\"surface";
  const std::size_t at = svg.find(start);
  if (at == std::string::npos) {
    return svg;
  }
  const std::size_t end = svg.find('"', at + start.size());
  return svg.erase(at, end + 1 - at);
}

}  // namespace

std::string render_svg(const Figure& figure) {
  validate(figure);
  std::string svg;
  const Surface surface(cairo_svg_surface_create_for_stream(&append, &svg, figure.width, figure.height),
                        &cairo_surface_destroy);
  cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PT);
  {
    CairoCanvas canvas(surface.get(), light_theme());
    draw_figure(canvas, figure);
    canvas.check();
  }
  cairo_surface_finish(surface.get());
  require_success(cairo_surface_status(surface.get()));
  return without_surface_id(std::move(svg));
}

std::string render_pdf(const Figure& figure) {
  validate(figure);
  std::string pdf;
  const Surface surface(cairo_pdf_surface_create_for_stream(&append, &pdf, figure.width, figure.height),
                        &cairo_surface_destroy);
  {
    CairoCanvas canvas(surface.get(), light_theme());
    draw_figure(canvas, figure);
    canvas.check();
  }
  cairo_surface_finish(surface.get());
  require_success(cairo_surface_status(surface.get()));
  return pdf;
}

std::string render_png(const Figure& figure, double pixels_per_point) {
  validate(figure);
  if (!(std::isfinite(pixels_per_point) && pixels_per_point > 0)) {
    throw std::invalid_argument(fmt::format("pixels_per_point ({}) must be positive", pixels_per_point));
  }
  const auto pixels = [&](double points) {
    constexpr double more_than_cairo_takes = 100000;
    return static_cast<int>(std::clamp(std::round(points * pixels_per_point), 1.0, more_than_cairo_takes));
  };
  const Surface surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels(figure.width), pixels(figure.height)),
      &cairo_surface_destroy);
  cairo_surface_set_device_scale(surface.get(), pixels_per_point, pixels_per_point);
  {
    CairoCanvas canvas(surface.get(), light_theme());
    draw_figure(canvas, figure);
    canvas.check();
  }
  std::string png;
  require_success(cairo_surface_write_to_png_stream(surface.get(), &append, &png));
  return png;
}

}  // namespace onedial
