#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "onedial/core/elementary.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/viewer/sampled_system.hpp"
#include "sampled_columns.hpp"

namespace onedial::viewer {
namespace {

constexpr const char* nothing_yet = "no sweep yet";

Panel panel_over_sweeps(const std::string& title, const std::string& label) {
  return {.title = title, .x = {.label = "sweep"}, .y = {.label = label}, .note = nothing_yet};
}

}  // namespace

Points dots(const std::vector<TemperatureBins::Point>& points, double unit, std::string label,
            ColourRole colour) {
  Points out{.label = std::move(label), .colour = colour};
  for (const TemperatureBins::Point& point : points) {
    out.x.push_back(point.temperature);
    out.y.push_back(point.mean / unit);
    out.y_error.push_back(point.error / std::abs(unit));
  }
  return out;
}

Panel SampledSystem::panel_over_dial(const std::string& title, const std::string& label,
                                     Temperature dial) const {
  Panel panel{
      .title = title,
      .x = {.label = "Temperature T",
            .kind = AxisKind::logarithmic,
            .limits = AxisLimits{settings_.coldest.value(), settings_.hottest.value()}},
      .y = {.label = label},
      .note = dial.is_zero() || dial.is_infinite()
                  ? fmt::format("{} has no place on a logarithmic axis", dial.is_zero() ? "T = 0" : "T = ∞")
                  : std::string("nothing measured yet")};
  if (dial >= settings_.coldest && dial <= settings_.hottest) {
    panel.references.push_back({.direction = ReferenceDirection::vertical, .value = dial.value()});
  }
  return panel;
}

Panel SampledSystem::energy_panel() const {
  Panel panel = panel_over_sweeps("Energy", settings_.energy);
  const std::vector<double> times = history_.times();
  const bool is_single = system_->replicas() == 1;
  panel.bands.push_back({.x = times,
                         .lower = history_.least(least_column),
                         .upper = history_.greatest(greatest_column),
                         .label = is_single ? "shown" : "mean and range"});
  panel.series.push_back(
      {.x = times, .y = history_.means(mean_column), .label = is_single ? "shown" : "mean and range"});
  if (!is_single) {
    panel.series.push_back({.x = times,
                            .y = history_.means(shown_column),
                            .label = "shown",
                            .colour = ColourRole::tertiary,
                            .width = 0.8});
  }
  panel.series.push_back({.x = times,
                          .y = history_.means(best_column),
                          .label = "best so far",
                          .colour = ColourRole::quaternary,
                          .style = LineStyle::dashed});
  return panel;
}

Panel SampledSystem::temperature_panel() const {
  Panel panel = panel_over_sweeps("The dial", "T");
  panel.y.kind = AxisKind::logarithmic;
  panel.y.limits = AxisLimits{settings_.coldest.value(), settings_.hottest.value()};
  std::vector<double> temperatures = history_.means(temperature_column);
  for (double& t : temperatures) {
    t = elementary::exp(t);
  }
  panel.series.push_back(
      {.x = history_.times(), .y = std::move(temperatures), .colour = ColourRole::secondary});
  return panel;
}

Panel SampledSystem::heat_capacity_panel(Temperature dial) const {
  Panel panel = panel_over_dial("Heat capacity", settings_.heat_capacity, dial);
  const double unit = std::abs(settings_.unit);
  Points good{.label = "Var(E)/T²", .colour = ColourRole::tertiary};
  Points untested{.label = "not compared", .colour = ColourRole::quaternary};
  Points grey{.label = "out of equilibrium", .colour = ColourRole::muted};
  for (const HeatCapacityCurve::Point& point : heat_capacities()) {
    Points& to = !point.in_equilibrium ? grey : is_compared(point) ? good : untested;
    to.x.push_back(point.temperature.value());
    to.y.push_back(point.heat_capacity / unit);
    to.y_error.push_back(point.standard_error / unit);
  }
  for (const Points& points : {good, untested, grey}) {
    if (!points.x.empty()) {
      panel.points.push_back(points);
    }
  }
  if (const auto tracked = peak()) {
    panel.marks.push_back(
        {.x = tracked->point.temperature.value(),
         .y = tracked->point.heat_capacity / unit,
         .label = fmt::format("T* = {}", format_compact(tracked->point.temperature.value(), 3)),
         .colour = ColourRole::quaternary,
         .x_error = tracked->temperature_error,
         .y_error = tracked->point.standard_error / unit});
  }
  return panel;
}

Panel SampledSystem::order_panel(Temperature dial) const {
  Panel panel = panel_over_dial("Order", settings_.order, dial);
  panel.points.push_back(dots(orders(), 1, "measured", ColourRole::tertiary));
  return panel;
}

Panel SampledSystem::flip_rate_panel(Temperature dial) const {
  Panel panel = panel_over_dial("Flip rate", "flips per unit and sweep", dial);
  panel.points.push_back(dots(flip_rates_where(true), 1, "measured", ColourRole::tertiary));
  Points grey = dots(flip_rates_where(false), 1, "out of equilibrium", ColourRole::muted);
  if (!grey.x.empty()) {
    panel.points.push_back(std::move(grey));
  }
  return panel;
}

}  // namespace onedial::viewer
