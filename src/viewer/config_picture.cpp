#include "config_picture.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace onedial::viewer {
namespace {

template <class Kind>
Kind& as(Pane& pane) {
  if (!std::holds_alternative<Kind>(pane)) {
    pane = Kind{};
  }
  return std::get<Kind>(pane);
}

void draw_circle(const PairwiseModel& model, const State& state, Graph& graph) {
  const auto units = static_cast<double>(state.size());
  graph.title = "Units and their couplings";
  graph.nodes.clear();
  for (std::size_t i = 0; i < state.size(); ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / units;
    graph.nodes.push_back({.x = 0.5 + 0.45 * std::sin(angle),
                           .y = 0.5 - 0.45 * std::cos(angle),
                           .level = static_cast<std::uint8_t>(state[i])});
  }
  graph.edges.clear();
  for (Index i = 0; i < model.size(); ++i) {
    for_each_coupling(model, i, [&](Index j, double coupling) {
      if (j > i && coupling != 0) {
        graph.edges.push_back({.first = i, .second = j});
      }
    });
  }
}

/// The width of the most square rectangle of exactly so many cells, if its sides differ by less than a
/// factor of 3; otherwise that of the least square that holds them.
Index near_square_width(Index units) {
  const auto root = static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(units))));
  for (Index width = root; width * width <= 3 * units; ++width) {
    if (units % width == 0) {
      return width;
    }
  }
  return root;
}

void draw_grid(const State& state, Index width, Grid& grid) {
  const auto units = static_cast<Index>(state.size());
  grid.width = width;
  grid.height = (units + width - 1) / width;
  const Index cells = grid.width * grid.height;
  static constexpr Level most_levels = 255;
  const Level highest = std::min(std::max(1, *std::max_element(state.begin(), state.end())), most_levels);
  grid.levels = cells == units ? highest + 1 : highest + 2;
  grid.values.assign(static_cast<std::size_t>(cells), static_cast<std::uint8_t>(highest + 1));
  std::transform(state.begin(), state.end(), grid.values.begin(),
                 [](Level level) { return static_cast<std::uint8_t>(std::clamp(level, 0, most_levels)); });
}

}  // namespace

void draw_state(const AnnealSetup& setup, const State& state, Pane& pane) {
  if (auto picture = setup.problem->picture(setup.encoding.decode(state))) {
    auto& drawing = as<Drawing>(pane);
    drawing.title = "Answer";
    drawing.picture = std::move(*picture);
    return;
  }
  constexpr Index most_nodes = 64;
  const ProblemConfig& problem = setup.config.problem;
  const auto model = pairwise_model(setup.encoding);
  const bool is_square = problem.kind == "ising_lattice" && problem.lattice == Lattice::square;
  if (model && model->size() <= most_nodes && !is_square) {
    draw_circle(*model, state, as<Graph>(pane));
    return;
  }
  Grid& grid = as<Grid>(pane);
  grid.title = is_square ? "Spins" : "Units, row by row";
  draw_grid(state, is_square ? problem.size : near_square_width(std::ssize(state)), grid);
}

}  // namespace onedial::viewer
