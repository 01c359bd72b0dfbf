#pragma once
#include "onedial/plot/figure.hpp"

namespace onedial {

/// Red, green and blue in 0 … 1, with the opacity.
struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
  double alpha = 1;
};

/// The colour of a role. They tell apart for all common kinds of colour vision: Okabe and Ito,
/// "Color Universal Design" (2008).
Colour colour_of(ColourRole role);

/// The colour at `place` of a scale, 0 … 1, on paper and with ink of those colours. The sequential one grows
/// evenly in lightness for all common kinds of colour vision: Nuñez, Anderton, Renslow, PLoS ONE 13 (2018)
/// e0199239, read at five places and joined by straight lines.
Colour colour_at(ColourScale scale, double place, const Colour& paper, const Colour& ink);

}  // namespace onedial
