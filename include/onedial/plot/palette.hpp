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

}  // namespace onedial
