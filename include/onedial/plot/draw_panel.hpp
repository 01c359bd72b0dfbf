#pragma once
#include "onedial/plot/canvas.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// Draws one panel, title and axes included, into the upper left width × height points of a canvas; of one
/// that has no room for a plot, the title alone. The panel has to be valid, as those of a figure.
void draw_panel(Canvas& canvas, const Panel& panel, double width, double height);

}  // namespace onedial
