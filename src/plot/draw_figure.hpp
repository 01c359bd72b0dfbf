#pragma once
#include "onedial/plot/canvas.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// Draws a valid figure on a page of its size. Throws std::invalid_argument if its panels do not fit.
void draw_figure(Canvas& canvas, const Figure& figure);

}  // namespace onedial
