#include "onedial/plot/palette.hpp"

#include <algorithm>
#include <array>

namespace onedial {
namespace {

constexpr Colour from_bytes(int red, int green, int blue) {
  return {red / 255.0, green / 255.0, blue / 255.0, 1};
}

Colour between(const Colour& from, const Colour& to, double part) {
  const auto mix = [part](double a, double b) { return a + (b - a) * part; };
  return {mix(from.red, to.red), mix(from.green, to.green), mix(from.blue, to.blue), 1};
}

constexpr std::array<Colour, 5> blue_to_yellow = {from_bytes(0, 34, 78), from_bytes(67, 78, 108),
                                                  from_bytes(125, 124, 120), from_bytes(188, 174, 108),
                                                  from_bytes(254, 232, 56)};

}  // namespace

Colour colour_at(ColourScale scale, double place, const Colour& paper, const Colour& ink) {
  place = std::clamp(place, 0.0, 1.0);
  switch (scale) {
    case ColourScale::grey:
      break;
    case ColourScale::sequential: {
      const double at = place * static_cast<double>(blue_to_yellow.size() - 1);
      const auto step = std::min(static_cast<std::size_t>(at), blue_to_yellow.size() - 2);
      return between(blue_to_yellow[step], blue_to_yellow[step + 1], at - static_cast<double>(step));
    }
    case ColourScale::diverging:
      return place < 0.5 ? between(colour_of(ColourRole::primary), paper, 2 * place)
                         : between(paper, colour_of(ColourRole::secondary), 2 * place - 1);
  }
  return between(paper, ink, place);
}

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
