#pragma once
#include <string>

#include "onedial/plot/figure.hpp"

namespace onedial {

/// The figure as an SVG document of figure.width × figure.height points.
///
/// The bytes depend on the figure and on the installed Cairo and fonts only. Throws std::invalid_argument
/// as `validate` does and if the panels do not fit into the figure, and std::runtime_error with Cairo's
/// words if it fails (for one, on a label that is not valid UTF-8).
std::string render_svg(const Figure& figure);

/// The figure as a PDF of one page of that size, which holds the time at which it was made; otherwise as
/// render_svg.
std::string render_pdf(const Figure& figure);

/// The figure as a PNG image of width × pixels_per_point by height × pixels_per_point pixels, rounded;
/// otherwise as render_svg. Throws std::invalid_argument if pixels_per_point is not positive.
std::string render_png(const Figure& figure, double pixels_per_point = 2);

}  // namespace onedial
