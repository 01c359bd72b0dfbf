#include "onedial/plot/thermo_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

using Quantity = double Thermodynamics::*;

Panel panel_over_temperature(const std::string& title, const std::string& label) {
  return {.title = title, .x = {.label = "Temperature T"}, .y = {.label = label}};
}

/// The reweighted curve with its band, what has no support apart and in grey, and the exact curve dashed.
void add_curves(Panel& panel, const ThermoReport& report, Quantity quantity) {
  Series line{.label = "reweighted"};
  Series grey{.label = "not supported", .colour = ColourRole::muted};
  Band band{.label = "reweighted"};
  constexpr double gap = NAN;
  bool has_grey = false;
  for (const ReweightedPoint& point : report.curve) {
    const double t = point.value.temperature.value();
    const double value = point.value.*quantity;
    const double error = point.standard_error.*quantity;
    const bool good = point.is_supported();
    has_grey = has_grey || !good;
    line.x.push_back(t);
    line.y.push_back(good ? value : gap);
    grey.x.push_back(t);
    grey.y.push_back(good ? gap : value);
    band.x.push_back(t);
    band.lower.push_back(good ? value - error : gap);
    band.upper.push_back(good ? value + error : gap);
  }
  if (!report.curve.empty()) {
    panel.bands.push_back(band);
    panel.series.push_back(line);
  }
  if (has_grey) {
    panel.series.push_back(grey);
  }
  Series exact{.label = "exact", .colour = ColourRole::secondary, .style = LineStyle::dashed};
  for (const Thermodynamics& point : report.exact) {
    exact.x.push_back(point.temperature.value());
    exact.y.push_back(point.*quantity);
  }
  if (!report.exact.empty()) {
    panel.series.push_back(exact);
  }
}

void add_peaks(Panel& panel, const std::vector<PeakEstimate>& peaks) {
  for (const PeakEstimate& peak : peaks) {
    panel.marks.push_back({.x = peak.temperature,
                           .y = peak.value,
                           .label = fmt::format("T* = {}", format_compact(peak.temperature, 4)),
                           .colour = ColourRole::quaternary,
                           .x_error = peak.temperature_error,
                           .y_error = peak.value_error});
  }
}

template <class Value, class Error>
Points measured(const ThermoReport& report, const std::string& label, ColourRole colour, Value value,
                Error error) {
  Points points{.label = label, .colour = colour};
  for (const ThermometerReading& reading : report.readings) {
    points.x.push_back(reading.temperature.value());
    points.y.push_back(value(reading));
    points.y_error.push_back(error(reading));
  }
  return points;
}

Panel energy_panel(const ThermoReport& report) {
  Panel panel = panel_over_temperature("Energy", "⟨E⟩");
  add_curves(panel, report, &Thermodynamics::mean_energy);
  if (!report.readings.empty()) {
    panel.points.push_back(measured(
        report, "measured", ColourRole::tertiary, [](const auto& r) { return r.mean_energy; },
        [](const auto& r) { return r.mean_energy_error; }));
  }
  return panel;
}

Panel heat_capacity_panel(const ThermoReport& report) {
  Panel panel = panel_over_temperature("Heat capacity", "C = Var(E)/T²");
  add_curves(panel, report, &Thermodynamics::heat_capacity);
  const auto points = [&](const std::string& label, ColourRole colour, auto belongs) {
    Points selected = measured(
        report, label, colour, [&](const auto& r) { return belongs(r) ? r.heat_capacity : NAN; },
        [](const auto& r) { return r.heat_capacity_error; });
    if (std::any_of(selected.y.begin(), selected.y.end(), [](double y) { return std::isfinite(y); })) {
      panel.points.push_back(selected);
    }
  };
  points("measured", ColourRole::tertiary,
         [](const auto& r) { return r.has_events && !r.is_out_of_equilibrium(); });
  points("out of equilibrium", ColourRole::muted,
         [](const auto& r) { return r.has_events && r.is_out_of_equilibrium(); });
  add_peaks(panel, report.heat_capacity_peaks);
  return panel;
}

Panel entropy_slope_panel(const ThermoReport& report) {
  Panel panel = panel_over_temperature("Entropy gained per degree", "dS/dT = C/T");
  add_curves(panel, report, &Thermodynamics::entropy_slope);
  add_peaks(panel, report.entropy_slope_peaks);
  return panel;
}

Panel entropy_panel(const ThermoReport& report) {
  Panel panel =
      panel_over_temperature("Entropy", report.log_state_count ? "S (nats)" : "S − S(hottest) (nats)");
  add_curves(panel, report, &Thermodynamics::entropy);
  if (report.log_state_count) {
    panel.references.push_back({.value = *report.log_state_count, .label = "ln of the number of states"});
  }
  return panel;
}

Panel free_energy_panel(const ThermoReport& report) {
  Panel panel = panel_over_temperature("Free energy", "F = ⟨E⟩ − TS");
  if (report.log_state_count) {
    add_curves(panel, report, &Thermodynamics::free_energy);
  } else {
    panel.note = "needs temperatures up to ∞";
  }
  return panel;
}

Panel memory_panel(const ThermoReport& report) {
  Panel panel = panel_over_temperature("Memory of the energy", "τ (sweeps)");
  panel.y.kind = AxisKind::logarithmic;
  Series line{.colour = ColourRole::tertiary};
  for (const ThermometerReading& reading : report.readings) {
    line.x.push_back(reading.temperature.value());
    line.y.push_back(reading.has_events ? reading.tau : NAN);
  }
  panel.series.push_back(line);
  return panel;
}

void add_branch(Panel& panel, const std::vector<BranchPoint>& branch, const std::string& label,
                ColourRole colour) {
  if (branch.size() < 2) {
    return;  // interrupted before there was a line to draw
  }
  Series line{.label = label, .colour = colour};
  Band band{.label = label, .colour = colour};
  for (const BranchPoint& point : branch) {
    line.x.push_back(point.temperature.value());
    line.y.push_back(point.mean_energy);
    band.x.push_back(point.temperature.value());
    band.lower.push_back(point.mean_energy - point.standard_error);
    band.upper.push_back(point.mean_energy + point.standard_error);
  }
  panel.series.push_back(line);
  panel.bands.push_back(band);
}

void add_exact_branch(Panel& panel, const std::vector<ExactSweep>& branch, const std::string& label) {
  Series line{.label = label, .colour = ColourRole::muted, .style = LineStyle::dashed};
  for (const ExactSweep& sweep : branch) {
    line.x.push_back(sweep.temperature.value());
    line.y.push_back(sweep.mean_energy);
  }
  panel.series.push_back(line);
}

Panel loop_panel(const ThermoReport& report) {
  Panel panel = panel_over_temperature("Cooling and heating", "⟨E⟩ of the replicas");
  add_branch(panel, report.loop->cooling, "cooled", ColourRole::primary);
  add_branch(panel, report.loop->heating, "heated", ColourRole::secondary);
  if (panel.series.empty()) {
    panel.note = "interrupted before it began";
  }
  if (report.exact_loop) {
    add_exact_branch(panel, report.exact_loop->cooling, "exact");
    add_exact_branch(panel, report.exact_loop->heating, "");
  }
  return panel;
}

}  // namespace

Figure thermo_figure(const ThermoReport& report) {
  Figure figure{.title = report.title,
                .subtitle = report.subtitle,
                .width = 780,
                .height = 440,
                .columns = 3,
                .panels = {energy_panel(report), heat_capacity_panel(report), entropy_slope_panel(report),
                           entropy_panel(report), free_energy_panel(report)}};
  if (!report.readings.empty()) {
    figure.panels.push_back(memory_panel(report));
  }
  if (report.loop) {
    figure.height = 640;
    figure.panels.push_back(loop_panel(report));
  }
  return figure;
}

}  // namespace onedial
