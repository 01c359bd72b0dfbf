#pragma once
#include <span>
#include <string>

#include "onedial/plot/figure.hpp"

namespace onedial {

struct TerminalPlotOptions {
  std::string title = {};
  std::string x_label = {};  ///< between the first and the last x, below the axis
  AxisKind x_axis = AxisKind::linear;
  bool reversed_x = false;             ///< the greatest x comes first
  std::span<const double> marks = {};  ///< values of x that the axis points out, as peaks
  int width = 72;                      ///< columns, labels included; at least 24 are used
  int height = 14;                     ///< lines, title and labels included; at least 5 are used
  bool unicode = true;                 ///< Braille dots; else printable ASCII only
  bool colour = false;                 ///< ANSI escape sequences
};

/// The points (xᵢ, yᵢ), joined by lines, as text for a terminal; every line ends with a newline.
///
/// Points without a place (NaN, infinities, x ≤ 0 on a logarithmic axis) are gaps; without any other point
/// the result is one line that says so. Throws std::invalid_argument if x and y differ in length.
std::string terminal_plot(std::span<const double> x, std::span<const double> y,
                          const TerminalPlotOptions& options = {});

/// Whether the locale asks for UTF-8: the first of LC_ALL, LC_CTYPE and LANG that is set and not empty
/// decides.
bool terminal_is_utf8();

}  // namespace onedial
