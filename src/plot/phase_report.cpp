#include "onedial/plot/phase_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "onedial/memory/ags_theory.hpp"

namespace onedial {
namespace {

constexpr double step_tolerance = 1e-6;

/// Cells around values along an axis: their edges are halfway between neighbours, and none is below 0.
struct Cells {
  std::vector<double> edges;

  explicit Cells(const std::vector<double>& values) {
    const double one = std::max(values.front() / 2, 1e-3);  // half the width of a lone cell
    const double first = values.size() > 1 ? (values[1] - values[0]) / 2 : one;
    const double last = values.size() > 1 ? (values.back() - values[values.size() - 2]) / 2 : one;
    edges.push_back(std::max(0.0, values.front() - first));
    for (std::size_t k = 1; k < values.size(); ++k) {
      edges.push_back((values[k - 1] + values[k]) / 2);
    }
    edges.push_back(values.back() + last);
  }

  [[nodiscard]] AxisLimits limits() const { return {edges.front(), edges.back()}; }
  [[nodiscard]] std::size_t count() const { return edges.size() - 1; }

  /// As many equal cells as show them all: the same, or where they are unequal a fine grid.
  [[nodiscard]] std::size_t equal_cells() const {
    const double width = (edges.back() - edges.front()) / static_cast<double>(count());
    for (std::size_t k = 1; k < edges.size(); ++k) {
      if (std::abs(edges[k] - edges[k - 1] - width) > step_tolerance * width) {
        return 400;
      }
    }
    return count();
  }

  /// The cell in whose bounds the middle of equal cell `k` of `of` lies.
  [[nodiscard]] std::size_t at(std::size_t k, std::size_t of) const {
    const double place = edges.front() + (edges.back() - edges.front()) * (static_cast<double>(k) + 0.5) /
                                             static_cast<double>(of);
    const auto next = std::upper_bound(edges.begin() + 1, edges.end() - 1, place);
    return static_cast<std::size_t>(next - edges.begin()) - 1;
  }
};

HeatMap overlap_map(const PhaseReport& report) {
  const Cells loads(report.loads);
  const Cells temperatures(report.temperatures);
  HeatMap map{.rows = temperatures.equal_cells(),
              .columns = loads.equal_cells(),
              .x = loads.limits(),
              .y = temperatures.limits(),
              .range = {0, 1},
              .scale = ColourScale::sequential,
              .label = "overlap m"};
  for (std::size_t row = 0; row < map.rows; ++row) {
    for (std::size_t column = 0; column < map.columns; ++column) {
      const std::size_t t = temperatures.at(map.rows - 1 - row, map.rows);
      const std::size_t reading = loads.at(column, map.columns) * report.temperatures.size() + t;
      map.values.push_back(reading < report.readings.size() ? report.readings[reading].overlap : NAN);
    }
  }
  return map;
}

void add_point(Series& line, double load, double t) {
  line.x.push_back(load);
  line.y.push_back(t);
}

/// T_g, T_M and T_c up to a load.
std::vector<Series> theory_lines(double most_load) {
  constexpr int steps = 100;
  Series glass{.label = "T_g, glass below", .colour = ColourRole::muted};
  Series melting{.label = "T_M, memories last below", .colour = ColourRole::secondary};
  Series winning{.label = "T_c, memories win below", .colour = ColourRole::quaternary};
  for (int k = 0; k <= steps; ++k) {
    const double way = static_cast<double>(k) / steps;
    add_point(glass, most_load * way * way, spin_glass_temperature(most_load * way * way));  // a root at 0
    // T_M by its inverse, which is smooth where the line falls steeply.
    add_point(melting, critical_load(Temperature(1 - way)), 1 - way);
  }
  double with = 0;
  double without = most_load;
  if (recall_temperature(most_load)) {
    with = most_load;
  }
  while (without - with > 1e-6) {
    const double middle = (with + without) / 2;
    (recall_temperature(middle) ? with : without) = middle;
  }
  for (int k = 0; k <= steps; ++k) {
    const double load = with * (1 - std::pow(1 - static_cast<double>(k) / steps, 2));  // denser at the end
    if (const auto t = recall_temperature(load)) {
      add_point(winning, load, *t);
    }
  }
  if (with < most_load) {
    add_point(winning, with, 0);
  }
  return {std::move(glass), std::move(melting), std::move(winning)};
}

/// Readings and theory over T, at some of the loads.
Panel curves_panel(const PhaseReport& report) {
  constexpr std::array roles = {ColourRole::primary, ColourRole::secondary, ColourRole::tertiary,
                                ColourRole::quaternary};
  Panel panel{
      .title = "The same beside the theory", .x = {.label = "Temperature T"}, .y = {.label = "overlap m"}};
  const std::size_t count = report.temperatures.size();
  const std::size_t measured = (report.readings.size() + count - 1) / count;
  const std::size_t step = std::max<std::size_t>(1, (measured + roles.size() - 1) / roles.size());
  for (std::size_t column = 0; column < measured; column += step) {
    const double load = report.readings[column * count].load;
    Points points{.label = fmt::format("α = {:.3g}", load), .colour = roles.at(column / step)};
    for (std::size_t k = column * count; k < std::min(report.readings.size(), (column + 1) * count); ++k) {
      points.x.push_back(report.readings[k].temperature.value());
      points.y.push_back(report.readings[k].overlap);
      points.y_error.push_back(report.readings[k].overlap_error);
    }
    Series line{.label = points.label, .colour = points.colour, .style = LineStyle::dashed};
    constexpr int steps = 200;
    for (int k = 0; k <= steps; ++k) {
      const double t = report.temperatures.back() * k / steps;
      if (const auto state = retrieval_state(load, Temperature(t))) {
        add_point(line, t, state->overlap);
      }
    }
    panel.points.push_back(std::move(points));
    panel.series.push_back(std::move(line));
  }
  return panel;
}

}  // namespace

Figure phase_figure(const PhaseReport& report) {
  Panel map{.title = "Overlap left of a memory, and the lines of theory",
            .x = {.label = "load α = P/N"},
            .y = {.label = "Temperature T"},
            .maps = {overlap_map(report)}};
  map.x.limits = map.maps.front().x;
  map.y.limits = map.maps.front().y;
  map.series = theory_lines(map.x.limits->upper);
  return {.title = report.title,
          .subtitle = report.subtitle,
          .width = 780,
          .height = 340,
          .columns = 2,
          .panels = {std::move(map), curves_panel(report)}};
}

}  // namespace onedial
