#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "onedial/viewer/frame.hpp"
#include "picture.hpp"

namespace onedial::viewer {

/// The colours of the cells of grids.
enum class GridPalette : std::uint8_t { cividis, contrast, grey };
inline constexpr std::array all_grid_palettes = {GridPalette::cividis, GridPalette::contrast,
                                                 GridPalette::grey};
std::string_view palette_name(GridPalette palette);

using Rgb = std::array<std::uint8_t, 3>;

/// The colour at a place from 0 to 1. Cividis: Nuñez, Anderton, Renslow, PLoS ONE 13, e0199239 (2018), which
/// looks nearly the same to all kinds of colour vision; contrast goes from Okabe and Ito's blue to their
/// orange.
Rgb palette_colour(GridPalette palette, double place);

/// The colour of a value of a grid.
Rgb cell_colour(const Grid& grid, GridPalette palette, std::uint8_t value);

/// Paints a grid into a picture of one pixel a cell.
void paint(const Grid& grid, GridPalette palette, Picture& picture);

/// The first grid of a frame alone, each cell as large a square of pixels as fits into width × height, but at
/// least one. Empty if there is none.
std::optional<Picture> picture_of_state(const Frame& frame, GridPalette palette, int width, int height);

}  // namespace onedial::viewer
