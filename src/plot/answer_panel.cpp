#include "onedial/plot/answer_panel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace onedial {
namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

/// Where a group lies on a scale of all of them.
double shade_of(int group, int highest) {
  return highest > 0 ? static_cast<double>(group) / highest : 0;
}

void add_line(Series& series, const Picture::Line& line) {
  series.x.insert(series.x.end(), {line.x0, line.x1, gap});
  series.y.insert(series.y.end(), {line.y0, line.y1, gap});
}

std::vector<Series> lines_of(const Picture& picture) {
  Series muted{.colour = ColourRole::muted, .width = 0.5};
  Series plain{.colour = ColourRole::primary, .width = 1.1};
  Series violated{.colour = ColourRole::secondary, .width = 2};
  for (const Picture::Line& line : picture.lines) {
    add_line(line.is_violated ? violated : line.group < 0 ? muted : plain, line);
  }
  return {muted, plain, violated};
}

std::vector<Points> dots_of(const Picture& picture) {
  constexpr double most_area = 1500;  // square points that all dots of a picture cover together
  const double room =
      std::sqrt(most_area / static_cast<double>(std::max<std::size_t>(picture.dots.size(), 1)) / 3);
  int highest = 0;
  for (const Picture::Dot& dot : picture.dots) {
    highest = std::max(highest, dot.group);
  }
  Points muted{.colour = ColourRole::muted, .radius = std::clamp(room, 1.2, 4.0)};
  Points shaded = muted;
  for (const Picture::Dot& dot : picture.dots) {
    Points& points = dot.group < 0 ? muted : shaded;
    points.x.push_back(dot.x);
    points.y.push_back(dot.y);
    if (dot.group >= 0) {
      points.shades.push_back(shade_of(dot.group, highest));
    }
  }
  return {muted, shaded};
}

HeatMap board_of(const Picture::Grid& grid) {
  const auto rows = static_cast<std::size_t>(grid.rows);
  const auto columns = static_cast<std::size_t>(grid.columns);
  if (grid.groups.size() != rows * columns) {
    throw std::invalid_argument("the groups of a grid must be as many as its cells");
  }
  const int highest = *std::max_element(grid.groups.begin(), grid.groups.end());
  HeatMap map{.rows = rows,
              .columns = columns,
              .x = {.lower = 0, .upper = static_cast<double>(columns)},
              .y = {.lower = 0, .upper = static_cast<double>(rows)},
              .range = {.lower = 0, .upper = 1},
              .scale = ColourScale::sequential,
              .words = grid.labels};
  for (const int group : grid.groups) {
    map.values.push_back(group < 0 ? gap : shade_of(group, highest));
  }
  return map;
}

/// The lines between the blocks of a board, and around it.
Series rules_of(const Picture::Grid& grid) {
  Series rules{.colour = ColourRole::muted, .width = 0.8};
  const auto rows = static_cast<double>(grid.rows);
  const auto columns = static_cast<double>(grid.columns);
  for (Index row = 0; row <= grid.rows; row += grid.block_rows > 0 ? grid.block_rows : grid.rows) {
    add_line(rules, {.x0 = 0, .y0 = static_cast<double>(row), .x1 = columns, .y1 = static_cast<double>(row)});
  }
  for (Index column = 0; column <= grid.columns;
       column += grid.block_columns > 0 ? grid.block_columns : grid.columns) {
    add_line(rules,
             {.x0 = static_cast<double>(column), .y0 = 0, .x1 = static_cast<double>(column), .y1 = rows});
  }
  return rules;
}

/// Around everything, with room for the dots at the edge.
void set_limits(Panel& panel, const Picture& picture) {
  constexpr double margin = 0.04;
  std::vector<double> x;
  std::vector<double> y;
  for (const Picture::Line& line : picture.lines) {
    x.insert(x.end(), {line.x0, line.x1});
    y.insert(y.end(), {line.y0, line.y1});
  }
  for (const Picture::Dot& dot : picture.dots) {
    x.push_back(dot.x);
    y.push_back(dot.y);
  }
  if (picture.grid) {
    x.insert(x.end(), {0, static_cast<double>(picture.grid->columns)});
    y.insert(y.end(), {0, static_cast<double>(picture.grid->rows)});
  }
  if (x.empty()) {
    return;
  }
  const auto [left, right] = std::minmax_element(x.begin(), x.end());
  const auto [bottom, top] = std::minmax_element(y.begin(), y.end());
  const double room = margin * std::max({*right - *left, *top - *bottom, 1e-9});
  panel.x.limits = AxisLimits{.lower = *left - room, .upper = *right + room};
  panel.y.limits = AxisLimits{.lower = *bottom - room, .upper = *top + room};
}

}  // namespace

Panel answer_panel(const std::string& title, const Picture& picture) {
  Panel panel{.title = title, .note = "nothing to draw", .is_picture = true};
  panel.x.label = picture.caption;
  set_limits(panel, picture);
  if (picture.grid && picture.grid->rows > 0 && picture.grid->columns > 0) {
    panel.maps.push_back(board_of(*picture.grid));
    panel.series.push_back(rules_of(*picture.grid));
  }
  for (Series& series : lines_of(picture)) {
    if (!series.x.empty()) {
      panel.series.push_back(std::move(series));
    }
  }
  for (Points& points : dots_of(picture)) {
    if (!points.x.empty()) {
      panel.points.push_back(std::move(points));
    }
  }
  return panel;
}

}  // namespace onedial
