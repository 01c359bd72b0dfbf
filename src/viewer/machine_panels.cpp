#include "machine_panels.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "onedial/plot/image_panel.hpp"
#include "onedial/plot/number_format.hpp"
#include "panel_parts.hpp"

namespace onedial::viewer {
namespace {

/// A quantity over temperature with its error, over `units`.
void add_curve(Panel& panel, const std::vector<ReweightedPoint>& points, double Thermodynamics::*field,
               double units) {
  Series line;
  Band band;
  for (const ReweightedPoint& point : points) {
    const double value =
        point.is_supported() ? point.value.*field / units : std::numeric_limits<double>::quiet_NaN();
    const double error = point.standard_error.*field / units;
    line.x.push_back(point.value.temperature.value());
    line.y.push_back(value);
    band.x.push_back(line.x.back());
    band.lower.push_back(value - error);
    band.upper.push_back(value + error);
  }
  panel.bands.push_back(std::move(band));
  panel.series.push_back(std::move(line));
}

std::string peak_words(const PeakEstimate& peak) {
  return fmt::format("T* = {} ± {}", format_compact(peak.temperature, 3),
                     format_compact(peak.temperature_error, 1));
}

}  // namespace

Panel machine_heat_capacity_panel(const std::optional<MachineReadings>& readings, double units) {
  Panel panel{.title = "Heat capacity of the machine", .y = {.label = "C/N"}};
  if (readings) {
    add_curve(panel, readings->curve, &Thermodynamics::heat_capacity, units);
    Points points{.label = "Var(E)/T²", .colour = ColourRole::tertiary};
    for (const ThermometerReading& reading : readings->levels) {
      if (!reading.temperature.is_infinite()) {
        points.x.push_back(reading.temperature.value());
        points.y.push_back(reading.heat_capacity / units);
        points.y_error.push_back(reading.heat_capacity_error / units);
      }
    }
    panel.points.push_back(std::move(points));
    if (const auto& peak = readings->peak) {
      panel.marks.push_back({.x = peak->temperature,
                             .y = peak->value / units,
                             .label = peak_words(*peak),
                             .colour = ColourRole::quaternary,
                             .x_error = peak->temperature_error,
                             .y_error = peak->value_error / units});
    }
  }
  return panel;
}

Panel machine_entropy_panel(const std::optional<MachineReadings>& readings, double units) {
  Panel panel{.title = "Entropy", .y = {.label = "S/N"}};
  if (readings) {
    add_curve(panel, readings->curve, &Thermodynamics::entropy, units);
    mark_value(panel, std::numbers::ln2, "ln 2");
  }
  return panel;
}

Panel filter_panel(const FloatRows& weights, Index side) {
  const auto count = static_cast<double>(weights.cols());
  // A few weights are far larger than all others, which would all be pale.
  const double full =
      3 * static_cast<double>(weights.norm()) / std::sqrt(static_cast<double>(weights.size()));
  constexpr double wide = 2.2;  // as the panel is, beside its height
  const auto across = static_cast<Index>(std::ceil(count / std::round(std::sqrt(count / wide))));
  ImageGrid filters{.height = side, .width = side};
  for (Index unit = 0; unit < weights.cols(); ++unit) {
    if (unit % across == 0) {
      filters.rows.emplace_back();
    }
    filters.rows.back().emplace_back(weights.col(unit).cast<double>() / full);
  }
  Panel panel =
      image_panel(fmt::format("Filters: W from −{0} (blue) to {0}", format_compact(full, 2)), filters);
  panel.maps[0].scale = ColourScale::diverging;
  return panel;
}

}  // namespace onedial::viewer
