#pragma once
#include <array>

#include "canvas.hpp"
#include "clutter.hpp"
#include "panel_layout.hpp"

namespace onedial {

/// How bad it is to put words over each kind of thing.
namespace clutter_weight {
constexpr double band = 2;
constexpr double reference = 6;
constexpr double data = 10;
constexpr double words = 100;
}  // namespace clutter_weight

constexpr std::array<double, 2> series_dashes = {4, 2.5};
constexpr double dot_radius = 1.7;

inline Colour faint(Colour colour) {
  colour.alpha = 0.2;
  return colour;
}

/// Gridlines, axes, tick marks and their words.
void draw_grid(Canvas& canvas, const PanelLayout& layout);
void draw_axes(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

/// Bands, reference lines, series and points, in this order; what they cover is added to the clutter.
void draw_data(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter);

/// A ring at each mark.
void draw_rings(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter);

/// One line for each name among the series, bands and points, where it covers least.
void draw_legend(Canvas& canvas, const Panel& panel, Clutter& clutter);

/// The names of marks and reference lines, each where it covers least. They find a place more easily than a
/// legend, so that they come after it.
void draw_names(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter);

/// Dims what lies under words that could not avoid it, so that they stay readable.
void draw_veil(Canvas& canvas, const Box& box, const Clutter& clutter);

}  // namespace onedial
