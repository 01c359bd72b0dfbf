#include "onedial/plot/palette.hpp"

namespace onedial {
namespace {

constexpr Colour from_bytes(int red, int green, int blue) {
  return {red / 255.0, green / 255.0, blue / 255.0, 1};
}

}  // namespace

Colour colour_of(ColourRole role) {
  switch (role) {
    case ColourRole::primary:
      return from_bytes(0, 114, 178);  // blue
    case ColourRole::secondary:
      return from_bytes(213, 94, 0);  // vermillion
    case ColourRole::tertiary:
      return from_bytes(0, 158, 115);  // bluish green
    case ColourRole::quaternary:
      return from_bytes(204, 121, 167);  // reddish purple
    case ColourRole::muted:
      break;
  }
  return from_bytes(118, 118, 118);
}

}  // namespace onedial
