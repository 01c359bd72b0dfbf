#pragma once
#include <array>

#include "onedial/plot/figure.hpp"
#include "onedial/plot/palette.hpp"

namespace onedial {

/// The colours in which a plot is drawn.
struct PlotTheme {
  Colour paper;
  Colour ink;
  Colour soft_ink;  ///< of names and notes
  Colour grid;
  Colour axis;
  Colour reference;             ///< of reference lines
  std::array<Colour, 5> roles;  ///< by ColourRole
  double stroke = 1;            ///< lines are drawn this many times as thick
  /// For a picture that changes while it is looked at: legends and names keep their places, whatever the data
  /// do, over a veil where these are in the way.
  bool is_live = false;

  [[nodiscard]] Colour colour(ColourRole role) const { return roles[static_cast<std::size_t>(role)]; }
};

/// Black on white, as in print.
PlotTheme light_theme();
/// For the eyes in a dark room.
PlotTheme dark_theme();
/// Thick lines in strong colours on white, for a lecture hall.
PlotTheme projector_theme();

}  // namespace onedial
