#pragma once
#include <string>

#include "onedial/plot/figure.hpp"
#include "onedial/viewer/frame.hpp"

namespace onedial::viewer {

/// All curves of a frame as CSV: panel, curve, kind, x, y, lower, upper. A band has no y, a series neither
/// lower nor upper, and points have the ends of their error bars.
std::string curves_csv(const Frame& frame);

/// The panels of a frame on one page, two abreast, with the seed, the sweep and the command line below the
/// title.
Figure frame_figure(const Frame& frame, const std::string& title, const std::string& command_line);

/// A page for a browser that holds `svg`, the facts and the command line, and needs nothing else.
std::string report_html(const Frame& frame, const std::string& title, const std::string& command_line,
                        const std::string& svg);

}  // namespace onedial::viewer
