#include "onedial/plot/anneal_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "anneal_panels.hpp"
#include "onedial/plot/answer_panel.hpp"
#include "onedial/plot/axis_scale.hpp"
#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

template <class Member>
std::vector<double> column(const std::vector<Trace::Row>& rows, Member member) {
  std::vector<double> values(rows.size());
  std::transform(rows.begin(), rows.end(), values.begin(),
                 [member](const Trace::Row& row) { return static_cast<double>(row.*member); });
  return values;
}

bool single_replica(const std::vector<Trace::Row>& rows) {
  return std::all_of(rows.begin(), rows.end(),
                     [](const auto& row) { return std::isnan(row.energy_variance); });
}

bool constant_temperature(const std::vector<Trace::Row>& rows) {
  return std::all_of(rows.begin(), rows.end(),
                     [&](const auto& row) { return row.temperature == rows.front().temperature; });
}

/// One for all panels, so that a T is found at the same place in each: logarithmic, or linear where the run
/// goes to T = 0.
Axis temperature_axis(const std::vector<Trace::Row>& rows) {
  Axis axis{.label = "Temperature T", .kind = AxisKind::logarithmic};
  if (std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.temperature == 0; })) {
    axis.kind = AxisKind::linear;
  }
  std::vector<double> temperatures = column(rows, &Trace::Row::temperature);
  std::erase_if(temperatures, [&axis](double t) { return !has_place(t, axis.kind); });
  if (temperatures.empty()) {
    return axis;
  }
  const auto [coldest, hottest] = std::minmax_element(temperatures.begin(), temperatures.end());
  constexpr double margin = 0.03;
  axis.limits = *hottest > 0 ? scale_around(axis.kind, {*coldest, *hottest}, margin, false).limits()
                             : AxisLimits{.lower = -margin, .upper = 1};
  return axis;
}

Axis cooling_axis(const std::vector<Trace::Row>& rows) {
  Axis axis = temperature_axis(rows);
  axis.reversed = true;
  return axis;
}

Panel schedule_panel(const AnnealReport& report) {
  Panel panel{.title = "Schedule"};
  panel.x.label = "Sweep";
  panel.y = temperature_axis(report.trace);
  panel.series = {
      {.x = column(report.trace, &Trace::Row::sweep), .y = column(report.trace, &Trace::Row::temperature)}};
  return panel;
}

/// Against the sweep where T has but one value.
Panel flip_panel(const AnnealReport& report) {
  const bool constant = constant_temperature(report.trace);
  Panel panel{.title = "Flip rate"};
  panel.x = constant ? Axis{.label = "Sweep"} : cooling_axis(report.trace);
  panel.y.label = "Flips per update";
  panel.series = {{.x = constant ? column(report.trace, &Trace::Row::sweep)
                                 : column(report.trace, &Trace::Row::temperature),
                   .y = column(report.trace, &Trace::Row::flip_rate),
                   .colour = ColourRole::tertiary}};
  return panel;
}

/// From 0 to a little above what is in equilibrium; a frozen run's fluctuations would dwarf it. With few
/// replicas their errors are so wide that freezing may go unnoticed, so that twice the highest C that both
/// estimates together vouch for is enough.
std::optional<AxisLimits> heat_capacity_limits(const std::vector<HeatCapacityCurve::Point>& curve) {
  double highest = 0;
  double vouched = 0;
  for (const auto& point : curve) {
    const double fluctuation = point.in_equilibrium ? point.heat_capacity + point.standard_error : 0;
    highest = std::max({highest, fluctuation, point.energy_slope + point.energy_slope_error});
    vouched = std::max(vouched, point.combined() - point.combined_error());
  }
  const double upper = std::min(1.15 * highest, 2 * vouched);
  return upper > 0 && std::isfinite(upper) ? std::optional(AxisLimits{.lower = 0, .upper = upper})
                                           : std::nullopt;
}

/// The fluctuations in one colour and those of frozen replicas in another. A single point, which has no slope
/// to be compared with, counts as the former.
std::vector<Points> fluctuation_points(const std::vector<HeatCapacityCurve::Point>& curve) {
  Points equilibrium{.label = "Var(E)/T²", .colour = ColourRole::quaternary};
  Points frozen{.label = "frozen", .colour = ColourRole::muted};
  for (const auto& point : curve) {
    Points& points = point.in_equilibrium || curve.size() == 1 ? equilibrium : frozen;
    points.x.push_back(point.temperature.value());
    points.y.push_back(point.heat_capacity);
    points.y_error.push_back(point.standard_error);
  }
  if (equilibrium.x.empty()) {
    frozen.label = "Var(E)/T², frozen";
  }
  std::vector<Points> both = {equilibrium, frozen};
  std::erase_if(both, [](const Points& points) { return points.x.empty(); });
  return both;
}

/// How many sweeps each bin of the curve got, in steps as high as most of the panel: where cooling was slow,
/// and where C is. Bins have equal widths in ln T, and those without sweeps are not there.
Series sweeps_spent(const std::vector<HeatCapacityCurve::Point>& curve, double panel_height) {
  Series steps{.label = "sweeps spent", .colour = ColourRole::muted, .style = LineStyle::dotted};
  Index most = 1;
  for (const auto& point : curve) {
    most = std::max(most, point.sweeps);
  }
  constexpr double part = 0.9;
  const double scale = part * panel_height / static_cast<double>(most);
  for (std::size_t k = 0; k < curve.size(); ++k) {
    const auto edge = [&](std::size_t one, std::size_t other) {
      return std::sqrt(curve[one].temperature.value() * curve[other].temperature.value());
    };
    const double height = scale * static_cast<double>(curve[k].sweeps);
    steps.x.push_back(edge(k > 0 ? k - 1 : k, k));
    steps.y.push_back(height);
    steps.x.push_back(edge(k, std::min(k + 1, curve.size() - 1)));
    steps.y.push_back(height);
  }
  return steps;
}

/// Whether all bins got nearly as many sweeps, as down a geometric schedule: then there is nothing to see.
bool is_spent_evenly(const std::vector<HeatCapacityCurve::Point>& curve) {
  const auto by_sweeps = [](const auto& a, const auto& b) { return a.sweeps < b.sweeps; };
  const auto [least, most] = std::minmax_element(curve.begin(), curve.end(), by_sweeps);
  return 2 * most->sweeps < 3 * least->sweeps;
}

Panel heat_capacity_panel(const AnnealReport& report) {
  Panel panel{.title = "Heat capacity"};
  panel.x = cooling_axis(report.trace);
  panel.y.label = "Heat capacity C";
  panel.y.limits = heat_capacity_limits(report.heat_capacity);
  const bool warm = std::any_of(report.trace.begin(), report.trace.end(), [](const auto& row) {
    return row.temperature > 0 && row.temperature < HUGE_VAL;
  });
  panel.note = warm ? fmt::format("needs {} or more replicas", HeatCapacityCurve::least_replicas)
                    : "needs temperatures above 0";
  panel.points = fluctuation_points(report.heat_capacity);
  if (report.heat_capacity.size() > 1) {
    Series slope{.label = "d⟨E⟩/dT"};
    for (const auto& point : report.heat_capacity) {
      slope.x.push_back(point.temperature.value());
      slope.y.push_back(point.energy_slope);
    }
    panel.series = {slope};
    if (panel.y.limits && !is_spent_evenly(report.heat_capacity)) {
      panel.series.push_back(sweeps_spent(report.heat_capacity, panel.y.limits->upper));
    }
  }
  for (const auto& peak : heat_capacity_peaks(report.heat_capacity)) {
    panel.marks.push_back({.x = peak.temperature.value(),
                           .y = peak.combined(),
                           .label = fmt::format("T* = {}", format_compact(peak.temperature.value(), 3)),
                           .colour = ColourRole::secondary});
  }
  return panel;
}

}  // namespace

Panel energy_panel(const AnnealReport& report) {
  const std::vector<double> sweeps = column(report.trace, &Trace::Row::sweep);
  const std::vector<double> means = column(report.trace, &Trace::Row::mean_energy);
  const std::string name = single_replica(report.trace) ? "current" : "mean ± σ of replicas";
  Band spread{.x = sweeps, .lower = means, .upper = means, .label = name};
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double sigma = std::sqrt(report.trace[i].energy_variance);
    spread.lower[i] -= sigma;
    spread.upper[i] += sigma;
  }
  Panel panel{.title = "Energy"};
  panel.x.label = "Sweep";
  panel.y.label = "Energy E";
  panel.series = {{.x = sweeps, .y = means, .label = name},
                  {.x = sweeps,
                   .y = column(report.trace, &Trace::Row::best_energy),
                   .label = "best so far",
                   .colour = ColourRole::secondary}};
  if (!single_replica(report.trace)) {
    panel.bands = {spread};
  }
  if (report.target_energy) {
    panel.references = {{.value = *report.target_energy, .label = report.target_label}};
  }
  return panel;
}

void add_answer(Figure& figure, const std::optional<Picture>& answer) {
  if (answer) {
    figure.panels.insert(figure.panels.begin() + 2, answer_panel("Best answer", *answer));
    figure.width = 780;
    figure.columns = 3;
  }
}

Figure anneal_figure(const AnnealReport& report) {
  Figure figure{.title = report.title,
                .subtitle = report.subtitle,
                .width = 560,
                .height = 420,
                .columns = 2,
                .panels = {energy_panel(report), schedule_panel(report), flip_panel(report),
                           heat_capacity_panel(report)}};
  add_answer(figure, report.answer);
  return figure;
}

}  // namespace onedial
