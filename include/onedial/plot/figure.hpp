#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/plot/ticks.hpp"

namespace onedial {

/// What a colour stands for; the palette says which colour that is.
enum class ColourRole { primary, secondary, tertiary, quaternary, muted };

enum class AxisKind { linear, logarithmic };
enum class LineStyle { solid, dashed, dotted, dash_dotted };

/// The ends of an axis, lower < upper whichever way the axis runs.
struct AxisLimits {
  double lower = 0;
  double upper = 1;
};

/// One axis of a panel. Without limits it covers everything in the panel, with a small margin.
struct Axis {
  std::string label = {};
  AxisKind kind = AxisKind::linear;
  bool reversed = false;  ///< the greatest value comes first, as for a T that runs from hot to cold
  std::optional<AxisLimits> limits = std::nullopt;
  /// Places with names, instead of numbers along the axis: of columns below a picture, of rows beside a list.
  /// Those of y are not shown on a picture.
  std::vector<Tick> names = {};
};

/// Points (xᵢ, yᵢ) joined by a line. As everywhere in a panel, a NaN, an infinity and, on a logarithmic
/// axis, a value that is not positive make a gap.
struct Series {
  std::vector<double> x = {};
  std::vector<double> y = {};
  std::string label = {};  ///< its name in the legend; empty for none
  ColourRole colour = ColourRole::primary;
  LineStyle style = LineStyle::solid;
  double width = 1.3;  ///< in points
};

/// The area between two curves, such as mean ± σ. With the label of a series it shares its legend entry.
struct Band {
  std::vector<double> x = {};
  std::vector<double> lower = {};
  std::vector<double> upper = {};
  std::string label = {};
  ColourRole colour = ColourRole::primary;
};

/// Single measurements, drawn as dots.
struct Points {
  std::vector<double> x = {};
  std::vector<double> y = {};
  std::vector<double> y_error = {};  ///< half the length of each error bar; empty for none
  std::string label = {};
  ColourRole colour = ColourRole::primary;
  /// The place of each dot on the sequential scale, 0 … 1, instead of the one colour; empty for none.
  std::vector<double> shades = {};
  double radius = 1.7;  ///< in points
};

/// The colours that stand for numbers: from paper to ink; from dark blue to yellow; from blue over paper, the
/// colour of the middle, to vermillion.
enum class ColourScale { grey, sequential, diverging };

/// A rectangle of coloured cells, one for each number, under everything else in a panel. A cell without a
/// number (NaN) shows the paper.
struct HeatMap {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values = {};  ///< row by row, the uppermost first
  AxisLimits x = {};                ///< what the rectangle covers; its cells are equal there
  AxisLimits y = {};
  AxisLimits range = {};  ///< the numbers at the two ends of the scale; beyond them its last colours
  ColourScale scale = ColourScale::grey;
  std::string label = {};               ///< of the bar of colours beside the panel; empty for no bar
  std::vector<std::string> words = {};  ///< one in the middle of each cell; empty for none
};

enum class ReferenceDirection { horizontal, vertical };

/// A line across the whole panel, at a y if horizontal and at an x if vertical ("best known 11,624").
struct ReferenceLine {
  ReferenceDirection direction = ReferenceDirection::horizontal;
  double value = 0;
  std::string label = {};
};

/// A ring around one place with words beside it ("T* = 1.23").
struct Mark {
  double x = 0;
  double y = 0;
  std::string label = {};
  ColourRole colour = ColourRole::primary;
  double x_error = 0;  ///< half the length of a bar through the place; 0 for none
  double y_error = 0;
};

/// One pair of axes and what is drawn in them.
struct Panel {
  std::string title = {};
  Axis x = {};
  Axis y = {};
  std::vector<HeatMap> maps = {};
  std::vector<Series> series = {};
  std::vector<Band> bands = {};
  std::vector<Points> points = {};
  std::vector<ReferenceLine> references = {};
  std::vector<Mark> marks = {};
  std::string note = {};  ///< shown in the middle where there is nothing to draw
  /// No axes and no grid, but the names and the label of x; and one unit of x is as long as one of y.
  bool is_picture = false;
};

/// Panels in a grid, filled row by row. It is plain data: a back end draws it to a file or a window.
struct Figure {
  std::string title = {};
  std::string subtitle = {};  ///< one small line of facts about the run
  double width = 504;         ///< in points (1/72 inch)
  double height = 380;        ///< in points
  int columns = 1;
  std::vector<Panel> panels = {};
};

/// Whether a value has a place on such an axis: finite, of a magnitude below 1e300, and on a logarithmic
/// axis above 1e−300. All others are gaps.
bool has_place(double value, AxisKind kind);

/// Whether the panel has a map, or a series, a band or points with at least one value that can be drawn.
bool has_data(const Panel& panel);

/// Throws std::invalid_argument that names the panel and the rule where the arrays of one item differ in
/// length, where a map lies on a logarithmic axis, where limits are not increasing or have no place on their
/// axis, where a name has no place there, and where the width, the height or the number of columns is not
/// positive.
void validate(const Figure& figure);

}  // namespace onedial
