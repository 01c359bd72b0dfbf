#include "onedial/plot/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace onedial {
namespace {

void require_length(std::size_t got, std::size_t x, const char* what, std::size_t panel) {
  if (got == x) {
    return;
  }
  throw std::invalid_argument(fmt::format(
      "panel {}: {} has {} values, but x has {}; they must be of one length", panel, what, got, x));
}

void require_limits(const AxisLimits& limits, AxisKind kind, const char* name, std::size_t panel) {
  const auto [lower, upper] = limits;
  if (has_place(lower, kind) && has_place(upper, kind) && lower < upper) {
    return;
  }
  throw std::invalid_argument(fmt::format(
      "panel {}: limits of {} ({}, {}) must be finite and increasing, and positive on a logarithmic axis",
      panel, name, lower, upper));
}

void require_place(const Tick& tick, AxisKind kind, const char* name, std::size_t panel) {
  if (!has_place(tick.value, kind)) {
    throw std::invalid_argument(
        fmt::format("panel {}: the name '{}' on {} is at {}, which has no place there", panel, tick.label,
                    name, tick.value));
  }
}

void require_map(const HeatMap& map, const Panel& panel, std::size_t number) {
  if (map.rows == 0 || map.columns == 0 || map.values.size() / map.rows != map.columns ||
      map.values.size() % map.rows != 0) {
    throw std::invalid_argument(
        fmt::format("panel {}: a map of {} rows and {} columns has {} values; they must be as many as cells",
                    number, map.rows, map.columns, map.values.size()));
  }
  if (panel.x.kind == AxisKind::logarithmic || panel.y.kind == AxisKind::logarithmic) {
    throw std::invalid_argument(
        fmt::format("panel {}: a map lies on a logarithmic axis; both axes must be linear", number));
  }
  if (!map.words.empty() && map.words.size() != map.values.size()) {
    throw std::invalid_argument(
        fmt::format("panel {}: a map of {} cells has {} words; one for each cell, or none, are expected",
                    number, map.values.size(), map.words.size()));
  }
  require_limits(map.x, AxisKind::linear, "x of a map", number);
  require_limits(map.y, AxisKind::linear, "y of a map", number);
  require_limits(map.range, AxisKind::linear, "the range of a map", number);
}

void require_positive(double value, const char* what) {
  if (std::isfinite(value) && value > 0) {
    return;
  }
  throw std::invalid_argument(fmt::format("figure {} ({}) must be positive", what, value));
}

bool has_drawable(const Panel& panel, const std::vector<double>& x, const std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (has_place(x[i], panel.x.kind) && has_place(y[i], panel.y.kind)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool has_place(double value, AxisKind kind) {
  constexpr double greatest = 1e300;
  if (kind == AxisKind::logarithmic) {
    return value > 1 / greatest && value < greatest;
  }
  return std::abs(value) < greatest;
}

bool has_data(const Panel& panel) {
  const auto drawable = [&](const auto& item) { return has_drawable(panel, item.x, item.y); };
  return !panel.maps.empty() || std::any_of(panel.series.begin(), panel.series.end(), drawable) ||
         std::any_of(panel.points.begin(), panel.points.end(), drawable) ||
         std::any_of(panel.bands.begin(), panel.bands.end(),
                     [&](const Band& band) { return has_drawable(panel, band.x, band.upper); });
}

void validate(const Figure& figure) {
  require_positive(figure.width, "width");
  require_positive(figure.height, "height");
  require_positive(figure.columns, "columns");
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const Panel& panel = figure.panels[i];
    const std::size_t number = i + 1;
    for (const auto& [axis, name] : {std::pair(&panel.x, "x"), std::pair(&panel.y, "y")}) {
      if (axis->limits) {
        require_limits(*axis->limits, axis->kind, name, number);
      }
      for (const Tick& tick : axis->names) {
        require_place(tick, axis->kind, name, number);
      }
    }
    for (const HeatMap& map : panel.maps) {
      require_map(map, panel, number);
    }
    for (const Series& s : panel.series) {
      require_length(s.y.size(), s.x.size(), "y of a series", number);
    }
    for (const Band& b : panel.bands) {
      require_length(b.lower.size(), b.x.size(), "lower of a band", number);
      require_length(b.upper.size(), b.x.size(), "upper of a band", number);
    }
    for (const Points& p : panel.points) {
      require_length(p.y.size(), p.x.size(), "y of points", number);
      if (!p.y_error.empty()) {
        require_length(p.y_error.size(), p.x.size(), "y_error of points", number);
      }
      if (!p.shades.empty()) {
        require_length(p.shades.size(), p.x.size(), "shades of points", number);
      }
    }
  }
}

}  // namespace onedial
