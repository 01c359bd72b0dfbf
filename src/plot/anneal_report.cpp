#include "onedial/plot/anneal_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onedial {
namespace {

template <class Member>
std::vector<double> column(const std::vector<Trace::Row>& rows, Member member) {
  std::vector<double> values(rows.size());
  std::transform(rows.begin(), rows.end(), values.begin(),
                 [member](const Trace::Row& row) { return static_cast<double>(row.*member); });
  return values;
}

/// A logarithmic temperature axis, hot on the left; linear where the run goes to T = 0.
Axis temperature_axis(const std::vector<Trace::Row>& rows) {
  const bool positive =
      std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.temperature > 0; });
  return {.label = "Temperature T",
          .kind = positive ? AxisKind::logarithmic : AxisKind::linear,
          .reversed = true,
          .limits = std::nullopt};
}

Panel energy_panel(const AnnealReport& report) {
  const std::vector<double> sweeps = column(report.trace, &Trace::Row::sweep);
  const std::vector<double> means = column(report.trace, &Trace::Row::mean_energy);
  Band spread{.x = sweeps, .lower = means, .upper = means, .label = "mean ± σ of replicas"};
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double sigma = std::sqrt(report.trace[i].energy_variance);
    spread.lower[i] -= sigma;
    spread.upper[i] += sigma;
  }
  Panel panel{.title = "Energy"};
  panel.x.label = "Sweep";
  panel.y.label = "Energy E";
  panel.bands = {spread};
  panel.series = {{.x = sweeps, .y = means, .label = spread.label},
                  {.x = sweeps,
                   .y = column(report.trace, &Trace::Row::best_energy),
                   .label = "best so far",
                   .colour = ColourRole::secondary}};
  if (report.target_energy) {
    panel.references = {{.value = *report.target_energy, .label = report.target_label}};
  }
  return panel;
}

Panel schedule_panel(const AnnealReport& report) {
  Panel panel{.title = "Schedule"};
  panel.x.label = "Sweep";
  panel.y = temperature_axis(report.trace);
  panel.y.reversed = false;
  panel.series = {
      {.x = column(report.trace, &Trace::Row::sweep), .y = column(report.trace, &Trace::Row::temperature)}};
  return panel;
}

Panel flip_panel(const AnnealReport& report) {
  Panel panel{.title = "Flip rate"};
  panel.x = temperature_axis(report.trace);
  panel.y.label = "Flips per update";
  panel.series = {{.x = column(report.trace, &Trace::Row::temperature),
                   .y = column(report.trace, &Trace::Row::flip_rate),
                   .colour = ColourRole::tertiary}};
  return panel;
}

/// From 0 to a little above what is in equilibrium; a frozen run's fluctuations would dwarf it.
std::optional<AxisLimits> heat_capacity_limits(const std::vector<HeatCapacityCurve::Point>& curve) {
  double highest = 0;
  for (const auto& point : curve) {
    const double fluctuation = point.in_equilibrium ? point.heat_capacity + point.standard_error : 0;
    highest = std::max({highest, fluctuation, point.energy_slope + point.energy_slope_error});
  }
  return highest > 0 ? std::optional(AxisLimits{.lower = 0, .upper = 1.15 * highest}) : std::nullopt;
}

Panel heat_capacity_panel(const AnnealReport& report) {
  Panel panel{.title = "Heat capacity"};
  panel.x = temperature_axis(report.trace);
  panel.y.label = "Heat capacity C";
  panel.y.limits = heat_capacity_limits(report.heat_capacity);
  panel.note = "needs two or more replicas";
  Series slope{.label = "d⟨E⟩/dT", .colour = ColourRole::primary};
  Points equilibrium{.label = "Var(E)/T²", .colour = ColourRole::quaternary};
  Points frozen{.label = "the same, frozen", .colour = ColourRole::muted};
  for (const auto& point : report.heat_capacity) {
    slope.x.push_back(point.temperature.value());
    slope.y.push_back(point.energy_slope);
    Points& points = point.in_equilibrium ? equilibrium : frozen;
    points.x.push_back(point.temperature.value());
    points.y.push_back(point.heat_capacity);
    points.y_error.push_back(point.standard_error);
  }
  if (report.heat_capacity.size() > 1) {
    panel.series = {slope};
  }
  for (const Points& points : {equilibrium, frozen}) {
    if (!points.x.empty()) {
      panel.points.push_back(points);
    }
  }
  for (const auto& peak : heat_capacity_peaks(report.heat_capacity)) {
    panel.marks.push_back({.x = peak.temperature.value(),
                           .y = peak.combined(),
                           .label = fmt::format("T* = {:.3g}", peak.temperature.value()),
                           .colour = ColourRole::secondary});
  }
  return panel;
}

}  // namespace

Figure anneal_figure(const AnnealReport& report) {
  return {.title = report.title,
          .subtitle = report.subtitle,
          .width = 560,
          .height = 420,
          .columns = 2,
          .panels = {energy_panel(report), schedule_panel(report), flip_panel(report),
                     heat_capacity_panel(report)}};
}

}  // namespace onedial
