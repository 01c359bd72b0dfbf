#include "onedial/plot/population_report.hpp"

#include <algorithm>

#include "anneal_panels.hpp"
#include "uncertain_curve.hpp"

namespace onedial {
namespace {

Axis cooling_axis() {
  return {.label = "Temperature T", .kind = AxisKind::logarithmic, .reversed = true};
}

Panel panel_over_cooling(const std::string& title, const std::string& quantity) {
  return {.title = title, .x = cooling_axis(), .y = {.label = quantity}};
}

template <class Quantity>
UncertainCurve curve_of(const PopulationReport& report, Quantity quantity) {
  UncertainCurve curve;
  for (const PopulationReading& reading : report.readings) {
    const Estimate estimate = quantity(reading);
    curve.x.push_back(reading.temperature.value());
    curve.y.push_back(estimate.value);
    curve.error.push_back(estimate.error);
  }
  return curve;
}

template <class Value>
Series series_of(const PopulationReport& report, Value value) {
  Series series;
  for (const PopulationReading& reading : report.readings) {
    series.x.push_back(reading.temperature.value());
    series.y.push_back(static_cast<double>(value(reading)));
  }
  return series;
}

Panel energy_panel(const PopulationReport& report) {
  Panel panel = panel_over_cooling("Energy", "Energy E");
  add_curve(panel, curve_of(report, [](const auto& r) { return r.mean_energy; }), "⟨E⟩", ColourRole::primary);
  Series best = series_of(report, [](const auto&) { return 0; });
  best.y = report.best_energies;
  best.label = "best so far";
  best.colour = ColourRole::secondary;
  panel.series.push_back(std::move(best));
  if (report.target_energy) {
    panel.references = {{.value = *report.target_energy, .label = report.target_label}};
  }
  return panel;
}

Panel heat_capacity_panel(const PopulationReport& report) {
  Panel panel = panel_over_cooling("Heat capacity", "C = Var(E)/T²");
  add_curve(panel, curve_of(report, [](const auto& r) { return r.heat_capacity; }), "",
            ColourRole::quaternary);
  return panel;
}

Panel entropy_panel(const PopulationReport& report) {
  Panel panel = panel_over_cooling("Entropy", "S (nats)");
  add_curve(panel, curve_of(report, [](const auto& r) { return r.entropy; }), "", ColourRole::primary);
  return panel;
}

/// Where the mean square family nears the population, everybody descends from a few.
Panel family_panel(const PopulationReport& report) {
  Panel panel = panel_over_cooling("Families", "Number");
  panel.y.kind = AxisKind::logarithmic;
  Series families = series_of(report, [](const auto& r) { return r.families; });
  families.label = "families";
  Series size = series_of(report, [](const auto& r) { return r.mean_square_family; });
  size.label = "mean square size ρ";
  size.colour = ColourRole::secondary;
  panel.series = {families, size};
  panel.references = {{.value = static_cast<double>(report.replicas), .label = "replicas"}};
  return panel;
}

}  // namespace

Figure population_figure(const PopulationReport& report) {
  Figure figure{.title = report.title,
                .subtitle = report.subtitle,
                .width = 560,
                .height = 420,
                .columns = 2,
                .panels = {energy_panel(report), heat_capacity_panel(report), entropy_panel(report),
                           family_panel(report)}};
  add_answer(figure, report.answer);
  return figure;
}

}  // namespace onedial
