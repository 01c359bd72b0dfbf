#include <array>
#include <cmath>

#include "panel_parts.hpp"
#include "runs.hpp"

namespace onedial {
namespace {

constexpr std::array<double, 2> reference_dashes = {1.5, 2};
constexpr double halo_width = 0.9;

void draw_band(Canvas& canvas, const Band& band, const PanelLayout& layout, Clutter& clutter) {
  for (const Run& outline : band_outlines(layout, band)) {
    canvas.fill(outline, faint(canvas.theme().colour(band.colour)));
    clutter.add_polygon(outline, clutter_weight::band);
  }
}

void draw_reference(Canvas& canvas, const ReferenceLine& reference, const PanelLayout& layout, bool on_map,
                    Clutter& clutter) {
  if (const auto ends = reference_ends(reference, layout)) {
    if (on_map) {
      canvas.path(*ends, {canvas.theme().paper, 0.8 * canvas.theme().stroke + 2 * halo_width});
    }
    canvas.path(*ends, {canvas.theme().reference, 0.8 * canvas.theme().stroke, reference_dashes});
    clutter.add_path(*ends, clutter_weight::reference);
  }
}

/// On a map, whose colours may be those of the line, it has a halo.
void draw_series(Canvas& canvas, const Series& series, const PanelLayout& layout, bool on_map,
                 Clutter& clutter) {
  const Stroke stroke = series_stroke(canvas, series);
  for (const Run& run : curve_runs(layout, series.x, series.y)) {
    if (run.size() == 1) {
      canvas.disc(run.front(), dot_radius, stroke.colour);
    } else {
      if (on_map) {
        canvas.path(run, {canvas.theme().paper, stroke.width + 2 * halo_width});
      }
      canvas.path(run, stroke);
    }
    clutter.add_path(run, clutter_weight::data);
  }
}

void draw_error_bar(Canvas& canvas, const PanelLayout& layout, Clutter& clutter, double x, double y,
                    double error, Colour colour) {
  if (!std::isfinite(error) || error <= 0) {
    return;
  }
  // On a logarithmic axis a bar that reaches to 0 or below ends at the foot of the axis.
  const double low = layout.page_y(y - error);
  const std::array<Position, 2> bar = {{{layout.page_x(x), std::isnan(low) ? layout.plot.bottom() : low},
                                        {layout.page_x(x), layout.page_y(y + error)}}};
  colour.alpha = 0.7;
  canvas.path(bar, {colour, 0.7 * canvas.theme().stroke});
  clutter.add_path(bar, clutter_weight::data);
}

void draw_points(Canvas& canvas, const Points& points, const PanelLayout& layout, Clutter& clutter) {
  const Colour colour = canvas.theme().colour(points.colour);
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    const Position at = layout.page(points.x[i], points.y[i]);
    if (!std::isfinite(at.x) || !std::isfinite(at.y)) {
      continue;
    }
    if (!points.y_error.empty()) {
      draw_error_bar(canvas, layout, clutter, points.x[i], points.y[i], points.y_error[i], colour);
    }
    canvas.disc(at, points.radius,
                points.shades.empty() ? colour
                                      : colour_at(ColourScale::sequential, points.shades[i],
                                                  canvas.theme().paper, canvas.theme().ink));
    clutter.add_box({at.x - points.radius, at.y - points.radius, 2 * points.radius, 2 * points.radius},
                    clutter_weight::data);
  }
}

}  // namespace

std::optional<std::array<Position, 2>> reference_ends(const ReferenceLine& reference,
                                                      const PanelLayout& layout) {
  const Box& plot = layout.plot;
  const bool horizontal = reference.direction == ReferenceDirection::horizontal;
  const std::optional<AxisScale>& scale = horizontal ? layout.y.scale : layout.x.scale;
  if (!scale || !scale->contains(reference.value)) {
    return std::nullopt;
  }
  const double x = layout.page_x(reference.value);
  const double y = layout.page_y(reference.value);
  return horizontal ? std::array<Position, 2>{{{plot.x, y}, {plot.right(), y}}}
                    : std::array<Position, 2>{{{x, plot.bottom()}, {x, plot.y}}};
}

Stroke series_stroke(const Canvas& canvas, const Series& series) {
  static constexpr std::array<double, 2> dashes = {4, 2.5};
  static constexpr std::array<double, 2> dots = {1.2, 2};
  static constexpr std::array<double, 4> dashes_and_dots = {5, 2, 1.2, 2};
  Stroke stroke{canvas.theme().colour(series.colour), series.width * canvas.theme().stroke};
  switch (series.style) {
    case LineStyle::solid:
      break;
    case LineStyle::dashed:
      stroke.dashes = dashes;
      break;
    case LineStyle::dotted:
      stroke.dashes = dots;
      break;
    case LineStyle::dash_dotted:
      stroke.dashes = dashes_and_dots;
      break;
  }
  return stroke;
}

void draw_data(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter) {
  canvas.clip(layout.plot);
  for (const Band& band : panel.bands) {
    draw_band(canvas, band, layout, clutter);
  }
  for (const ReferenceLine& line : panel.references) {
    draw_reference(canvas, line, layout, !panel.maps.empty(), clutter);
  }
  for (const Series& series : panel.series) {
    draw_series(canvas, series, layout, !panel.maps.empty(), clutter);
  }
  for (const Points& points : panel.points) {
    draw_points(canvas, points, layout, clutter);
  }
  canvas.unclip();
}

}  // namespace onedial
