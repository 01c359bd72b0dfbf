#include "square_picture.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace onedial::viewer {

Grid& grid_pane(Frame& frame, std::size_t index, std::size_t count) {
  const bool are_grids = frame.panes.size() == count &&
                         std::all_of(frame.panes.begin(), frame.panes.end(),
                                     [](const Pane& pane) { return std::holds_alternative<Grid>(pane); });
  if (!are_grids) {
    frame.panes.assign(count, Grid{});
  }
  return std::get<Grid>(frame.panes[index]);
}

void draw_square(const State& state, Index length, bool periodic, bool walls,
                 std::vector<std::uint8_t>& values) {
  values.resize(state.size());
  if (!walls) {
    std::transform(state.begin(), state.end(), values.begin(),
                   [](Level level) { return static_cast<std::uint8_t>(level); });
    return;
  }
  const auto side = static_cast<std::size_t>(length);
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) {
      const Level here = state[y * side + x];
      const bool has_right = periodic || x + 1 < side;
      const bool has_below = periodic || y + 1 < side;
      const bool differs = (has_right && state[y * side + (x + 1) % side] != here) ||
                           (has_below && state[(y + 1) % side * side + x] != here);
      values[y * side + x] = differs ? 1 : 0;
    }
  }
}

void paint(State& state, Index length, const Touch& touch, Index radius) {
  const auto centre_x = static_cast<Index>(std::floor(touch.x));
  const auto centre_y = static_cast<Index>(std::floor(touch.y));
  for (Index y = std::max<Index>(0, centre_y - radius); y <= std::min(length - 1, centre_y + radius); ++y) {
    for (Index x = std::max<Index>(0, centre_x - radius); x <= std::min(length - 1, centre_x + radius); ++x) {
      if ((x - centre_x) * (x - centre_x) + (y - centre_y) * (y - centre_y) <= radius * radius) {
        state[static_cast<std::size_t>(y * length + x)] = touch.erase ? 0 : 1;
      }
    }
  }
}

double magnetisation(const State& state) {
  const auto up = static_cast<double>(std::accumulate(state.begin(), state.end(), Index{0}));
  const auto units = static_cast<double>(state.size());
  return std::abs(2 * up - units) / units;
}

SquareOrder square_order(const State& state, Index length) {
  const auto side = static_cast<std::size_t>(length);
  std::vector<Index> of_columns(side);
  double along_rows = 0;
  Index total = 0;
  for (std::size_t y = 0; y < side; ++y) {
    Index up = 0;
    for (std::size_t x = 0; x < side; ++x) {
      const Level level = state[y * side + x];
      up += level;
      of_columns[x] += level;
    }
    total += up;
    along_rows += std::abs(static_cast<double>(2 * up - length));
  }
  double along_columns = 0;
  for (const Index up : of_columns) {
    along_columns += std::abs(static_cast<double>(2 * up - length));
  }
  const auto sites = static_cast<double>(length * length);
  const double magnetisation = std::abs(2 * static_cast<double>(total) / sites - 1);
  along_rows /= sites;
  along_columns /= sites;
  constexpr double agree = 0.8;
  constexpr double differ = 0.25;
  const double best = std::max(along_rows, along_columns);
  return {.along_rows = along_rows,
          .along_columns = along_columns,
          .is_striped = best > agree && best - magnetisation > differ};
}

}  // namespace onedial::viewer
