#pragma once
#include <optional>
#include <span>
#include <vector>

#include "onedial/plot/axis_scale.hpp"
#include "onedial/plot/canvas.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// One axis of a laid out panel; without a scale it has no ticks.
struct AxisLayout {
  std::optional<AxisScale> scale;
  Ticks ticks;
};

/// Where a panel lies on the page.
struct PanelLayout {
  Box plot;     ///< the area between the axes
  double left;  ///< where the room of its column starts, tick labels included
  AxisLayout x;
  AxisLayout y;

  [[nodiscard]] double page_x(double value) const;
  [[nodiscard]] double page_y(double value) const;
  [[nodiscard]] Position page(double x_value, double y_value) const {
    return {page_x(x_value), page_y(y_value)};
  }
  [[nodiscard]] bool contains(double x_value, double y_value) const;
};

/// The part of a page that panels share.
struct Page {
  double width;
  double height;
  double margin;
  double top;  ///< where the panels begin
  int columns = 1;
};

/// The places of all panels: equal plot areas, with edges that line up along rows and columns. Empty if there
/// is no room for them.
std::vector<PanelLayout> lay_out(std::span<const Panel> panels, const Page& page, const Canvas& canvas);

namespace layout {  // lengths in points
constexpr double margin = 10;
constexpr double title_size = 11;
constexpr double title_height = 15;
constexpr double subtitle_size = 8;
constexpr double subtitle_height = 12;
constexpr double panel_title_size = 9;
constexpr double panel_letter_size = 10;
constexpr double panel_header = 17;
constexpr double tick_length = 3;
constexpr double tick_gap = 2.5;
constexpr double tick_size = 8;
constexpr double axis_label_size = 8.5;
constexpr double axis_label_height = 13;
constexpr double bar_gap = 6;  // between a plot and its bar of colours
constexpr double bar_width = 8;
constexpr double width_of_digits = 26;  // of the numbers beside it
constexpr double legend_size = 8;
/// Height of a capital or a digit, as a part of the font size (DejaVu Sans).
constexpr double cap_height = 0.73;
}  // namespace layout

}  // namespace onedial
