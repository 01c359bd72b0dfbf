#pragma once
#include "onedial/run/anneal_setup.hpp"
#include "onedial/viewer/frame.hpp"

namespace onedial::viewer {

/// The answer of a state as the problem draws it, or else its units: up to 64 of a pairwise model as a graph
/// on a circle, unless they lie on a square lattice; that and all others as a grid, row by row, as near to a
/// square as their number allows. Cells that are left over have a level of their own. What `pane` holds of
/// the same kind is kept.
void draw_state(const AnnealSetup& setup, const State& state, Pane& pane);

}  // namespace onedial::viewer
