#pragma once
#include <array>
#include <optional>

#include "clutter.hpp"
#include "onedial/plot/canvas.hpp"
#include "panel_layout.hpp"

namespace onedial {

/// How bad it is to put words over each kind of thing.
namespace clutter_weight {
constexpr double map = 1;
constexpr double band = 2;
constexpr double reference = 6;
constexpr double data = 10;
constexpr double words = 100;
}  // namespace clutter_weight

constexpr double dot_radius = 1.7;

/// The line of a series, in its colour and with its dashes.
Stroke series_stroke(const Canvas& canvas, const Series& series);

inline Colour faint(Colour colour) {
  colour.alpha = 0.2;
  return colour;
}

/// Everything between and along the axes of a panel.
void draw_panel_body(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

/// The title above it, after a letter where there is one.
void draw_panel_header(Canvas& canvas, const Panel& panel, const PanelLayout& layout,
                       const std::string& letter);

/// Gridlines, axes, tick marks and their words.
void draw_grid(Canvas& canvas, const PanelLayout& layout);
void draw_axes(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

/// What stands below a plot: its numbers or names, and the label of x.
void draw_x_words(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

/// Maps, and the bar of colours beside the plot; what they cover is added to the clutter.
void draw_maps(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter);

/// Bands, reference lines, series and points, in this order; what they cover is added to the clutter.
void draw_data(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter);

/// Where a reference line runs; nothing where it is outside of the axes.
std::optional<std::array<Position, 2>> reference_ends(const ReferenceLine& reference,
                                                      const PanelLayout& layout);

/// A ring at each mark.
void draw_rings(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter);

/// One line for each name among the series, bands and points, where it covers least.
/// In a live plot it goes into the corner where it covers least. Returns its place.
Box draw_legend(Canvas& canvas, const Panel& panel, Clutter& clutter);

/// The names of marks and reference lines, each where it covers least. They find a place more easily than a
/// legend, so that they come after it.
void draw_names(Canvas& canvas, const Panel& panel, const PanelLayout& layout, Clutter& clutter);

/// Dims what lies under words that could not avoid it, so that they stay readable.
void draw_veil(Canvas& canvas, const Box& box, const Clutter& clutter);

}  // namespace onedial
