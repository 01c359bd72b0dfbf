#include "onedial/plot/plot_theme.hpp"

namespace onedial {
namespace {

constexpr Colour from_bytes(int red, int green, int blue) {
  return {red / 255.0, green / 255.0, blue / 255.0, 1};
}

constexpr Colour grey(double lightness) {
  return {lightness, lightness, lightness, 1};
}

}  // namespace

PlotTheme light_theme() {
  return {.paper = grey(1),
          .ink = grey(0.13),
          .soft_ink = grey(0.36),
          .grid = grey(0.925),
          .axis = grey(0.28),
          .reference = grey(0.45),
          .roles = {colour_of(ColourRole::primary), colour_of(ColourRole::secondary),
                    colour_of(ColourRole::tertiary), colour_of(ColourRole::quaternary),
                    colour_of(ColourRole::muted)}};
}

PlotTheme dark_theme() {
  // Sky blue and orange take the places of blue and vermillion, which are too dark here.
  return {.paper = from_bytes(24, 26, 31),
          .ink = grey(0.92),
          .soft_ink = grey(0.68),
          .grid = grey(0.2),
          .axis = grey(0.6),
          .reference = grey(0.6),
          .roles = {from_bytes(86, 180, 233), from_bytes(230, 159, 0), from_bytes(0, 190, 140),
                    from_bytes(222, 150, 190), grey(0.55)}};
}

PlotTheme projector_theme() {
  PlotTheme theme = light_theme();
  theme.ink = grey(0);
  theme.soft_ink = grey(0.15);
  theme.grid = grey(0.88);
  theme.axis = grey(0);
  theme.reference = grey(0.25);
  theme.roles = {from_bytes(0, 90, 160), from_bytes(190, 70, 0), from_bytes(0, 120, 85),
                 from_bytes(160, 70, 120), grey(0.4)};
  theme.stroke = 1.7;
  return theme;
}

}  // namespace onedial
