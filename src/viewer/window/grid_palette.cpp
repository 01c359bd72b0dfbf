#include "grid_palette.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace onedial::viewer {
namespace {

/// Cividis at equal steps; straight lines between them are off by less than two units of 255.
constexpr std::array<Rgb, 17> cividis = {{{0, 34, 78},
                                          {8, 46, 108},
                                          {39, 57, 110},
                                          {58, 69, 107},
                                          {74, 80, 107},
                                          {87, 92, 109},
                                          {100, 104, 112},
                                          {112, 115, 115},
                                          {125, 127, 121},
                                          {138, 139, 121},
                                          {153, 152, 119},
                                          {168, 166, 115},
                                          {184, 180, 108},
                                          {201, 195, 99},
                                          {218, 210, 86},
                                          {236, 227, 69},
                                          {254, 232, 56}}};
constexpr std::array<Rgb, 3> contrast = {{{0, 114, 178}, {240, 240, 240}, {230, 159, 0}}};
constexpr std::array<Rgb, 2> grey = {{{24, 24, 24}, {240, 240, 240}}};

Rgb between(std::span<const Rgb> steps, double place) {
  const double at = std::clamp(place, 0.0, 1.0) * static_cast<double>(steps.size() - 1);
  const auto lower = std::min(static_cast<std::size_t>(at), steps.size() - 2);
  const double part = at - static_cast<double>(lower);
  Rgb colour{};
  for (std::size_t c = 0; c < 3; ++c) {
    colour[c] = static_cast<std::uint8_t>(std::lround(std::lerp(steps[lower][c], steps[lower + 1][c], part)));
  }
  return colour;
}

/// Around a circle of hues of equal lightness, in steps of the golden angle: neighbouring numbers differ
/// most.
Rgb walker_colour(std::uint8_t value) {
  constexpr double golden = 0.618033988749895;
  const double hue = 2 * std::numbers::pi * std::fmod(value * golden, 1.0);
  const double lightness = value % 2 == 0 ? 0.72 : 0.5;
  Rgb colour{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double wave = std::cos(hue - 2 * std::numbers::pi * static_cast<double>(c) / 3);
    colour[c] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(lightness + 0.3 * wave, 0.0, 1.0)));
  }
  return colour;
}

}  // namespace

std::string_view palette_name(GridPalette palette) {
  switch (palette) {
    case GridPalette::cividis:
      return "cividis";
    case GridPalette::contrast:
      return "contrast";
    case GridPalette::grey:
      break;
  }
  return "grey";
}

Rgb palette_colour(GridPalette palette, double place) {
  switch (palette) {
    case GridPalette::cividis:
      return between(cividis, place);
    case GridPalette::contrast:
      return between(contrast, place);
    case GridPalette::grey:
      break;
  }
  return between(grey, place);
}

Rgb cell_colour(const Grid& grid, GridPalette palette, std::uint8_t value) {
  switch (grid.colours) {
    case GridColours::levels:
      return palette_colour(palette, grid.levels > 1 ? value / (grid.levels - 1.0) : 0.0);
    case GridColours::sequential:
      return palette_colour(palette, value / 255.0);
    case GridColours::walkers:
      break;
  }
  return walker_colour(value);
}

void paint(const Grid& grid, GridPalette palette, Picture& picture) {
  std::array<std::uint32_t, 256> colours{};
  for (std::size_t value = 0; value < colours.size(); ++value) {
    const Rgb rgb = cell_colour(grid, palette, static_cast<std::uint8_t>(value));
    colours[value] = opaque(rgb[0], rgb[1], rgb[2]);
  }
  picture.width = static_cast<int>(grid.width);
  picture.height = static_cast<int>(grid.height);
  picture.pixels.resize(grid.values.size());
  std::transform(grid.values.begin(), grid.values.end(), picture.pixels.begin(),
                 [&](std::uint8_t value) { return colours[value]; });
  ++picture.version;
}

std::optional<Picture> picture_of_state(const Frame& frame, GridPalette palette, int width, int height) {
  for (const Pane& pane : frame.panes) {
    const auto* grid = std::get_if<Grid>(&pane);
    if (grid == nullptr || grid->values.empty()) {
      continue;
    }
    Picture cells;
    paint(*grid, palette, cells);
    const int side = std::max(1, std::min(width / cells.width, height / cells.height));
    Picture picture{.width = side * cells.width, .height = side * cells.height};
    picture.pixels.reserve(static_cast<std::size_t>(picture.width) *
                           static_cast<std::size_t>(picture.height));
    for (int y = 0; y < picture.height; ++y) {
      for (int x = 0; x < picture.width; ++x) {
        picture.pixels.push_back(cells.at(x / side, y / side));
      }
    }
    return picture;
  }
  return std::nullopt;
}

}  // namespace onedial::viewer
