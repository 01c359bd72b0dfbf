#pragma once
#include <cstdint>
#include <vector>

#include "onedial/model/state.hpp"
#include "onedial/viewer/frame.hpp"
#include "onedial/viewer/scene.hpp"

namespace onedial::viewer {

/// Pane `index` of `count` panes, all of which are grids; what the frame holds of them is kept.
Grid& grid_pane(Frame& frame, std::size_t index, std::size_t count);

/// The spins of an L × L lattice as the cells of a grid; or its domain walls: 1 where the neighbour to the
/// right or below differs.
void draw_square(const State& state, Index length, bool periodic, bool walls,
                 std::vector<std::uint8_t>& values);

/// Turns the spins within `radius` cells of a touch up, or down where it erases.
void paint(State& state, Index length, const Touch& touch, Index radius);

/// |Σ s|/N.
double magnetisation(const State& state);

/// How the spins of a square lattice lie.
struct SquareOrder {
  double along_rows;     ///< mean of |m| of the rows
  double along_columns;  ///< mean of |m| of the columns
  /// Lines in one direction agree within, but not with each other: walls from one side to the other.
  bool is_striped;
};
SquareOrder square_order(const State& state, Index length);

}  // namespace onedial::viewer
