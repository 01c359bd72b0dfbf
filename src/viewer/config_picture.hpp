#pragma once
#include "onedial/model/pairwise_model.hpp"
#include "onedial/run/problem_config.hpp"
#include "onedial/viewer/frame.hpp"

namespace onedial::viewer {

/// The units of a problem as a picture: up to 64 of them as a graph on a circle, unless they lie on a square
/// lattice; that and all others as a grid, row by row, as near to a square as their number allows. Cells that
/// are left over have the level 2. What `pane` holds of the same kind is kept.
void draw_units(const PairwiseModel& model, const ProblemConfig& problem, const State& state, Pane& pane);

}  // namespace onedial::viewer
