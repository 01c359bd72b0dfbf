#include "onedial/plot/dial_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compressed_spectrum.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

constexpr std::array<ColourRole, 4> colours = {ColourRole::primary, ColourRole::secondary,
                                               ColourRole::tertiary, ColourRole::quaternary};

/// One quantity along the curve.
template <class Member>
Series series(const std::vector<Thermodynamics>& curve, Member member, const std::string& label,
              ColourRole colour) {
  Series result{.label = label, .colour = colour};
  for (const Thermodynamics& point : curve) {
    result.x.push_back(point.temperature.value());
    result.y.push_back(point.*member);
  }
  return result;
}

Panel panel_over_temperature(const DialReport& report, const std::string& title, const std::string& y_label) {
  Panel panel{.title = title};
  panel.x.label = "Temperature T";
  panel.x.kind = AxisKind::logarithmic;
  panel.y.label = y_label;
  constexpr std::size_t most_lines = 3;
  if (report.temperatures.size() <= most_lines) {
    const auto range = telling_temperatures(report.spectrum, 2);
    const double coldest = range.front().value();
    const double hottest = range.back().value();
    for (const Temperature t : report.temperatures) {
      const bool in_view = t.value() >= coldest && t.value() <= hottest;
      if (in_view) {
        panel.references.push_back({.direction = ReferenceDirection::vertical, .value = t.value()});
      }
    }
  }
  return panel;
}

Panel probability_panel(const DialReport& report, const std::vector<Thermodynamics>& curve) {
  Panel panel = panel_over_temperature(report, "Probability", "p = e^(−E/T)/Z");
  panel.y.limits = AxisLimits{.lower = 0, .upper = 1};
  panel.note = "no state is named";
  for (std::size_t k = 0; k < std::min(report.states.size(), colours.size()); ++k) {
    Series line{.label = report.states[k].name, .colour = colours.at(k)};
    for (const Thermodynamics& point : curve) {
      // From the gap to the ground state, so that large energies cost no digits: ln Z above it is
      // S − (⟨E⟩ − E₀)/T.
      const Temperature t = point.temperature;
      const double gap = report.states[k].energy - report.spectrum.ground_energy();
      const double excess = point.mean_energy - report.spectrum.ground_energy();
      const double log_probability = t.reduced(excess) - point.entropy - t.reduced(gap);
      line.x.push_back(t.value());
      line.y.push_back(std::exp(std::min(log_probability, 0.0)));
    }
    panel.series.push_back(line);
  }
  return panel;
}

Panel entropy_panel(const DialReport& report, const std::vector<Thermodynamics>& curve) {
  Panel panel = panel_over_temperature(report, "Entropy", "Entropy S (nats)");
  panel.series = {series(curve, &Thermodynamics::entropy, "", ColourRole::primary)};
  panel.references.push_back({.value = std::log(report.spectrum.state_count()),
                              .label = fmt::format("ln {}", format_compact(report.spectrum.state_count()))});
  return panel;
}

void mark(Panel& panel, const std::vector<Peak>& peaks, ColourRole colour) {
  for (const Peak& peak : peaks) {
    panel.marks.push_back({.x = peak.temperature.value(),
                           .y = peak.value,
                           .label = format_compact(peak.temperature.value(), 3),
                           .colour = colour});
  }
}

Panel response_panel(const DialReport& report, const std::vector<Thermodynamics>& curve) {
  Panel panel = panel_over_temperature(report, "Response", "C = Var(E)/T² and dS/dT = C/T");
  panel.series = {series(curve, &Thermodynamics::heat_capacity, "C", ColourRole::secondary),
                  series(curve, &Thermodynamics::entropy_slope, "dS/dT", ColourRole::primary)};
  mark(panel, heat_capacity_peaks(report.spectrum), ColourRole::secondary);
  mark(panel, entropy_slope_peaks(report.spectrum), ColourRole::primary);
  return panel;
}

Panel energy_panel(const DialReport& report, const std::vector<Thermodynamics>& curve) {
  Panel panel = panel_over_temperature(report, "Energy and free energy", "Energy");
  panel.series = {series(curve, &Thermodynamics::mean_energy, "⟨E⟩", ColourRole::primary),
                  series(curve, &Thermodynamics::free_energy, "F = ⟨E⟩ − TS", ColourRole::secondary)};
  // F falls without bound: the hot end shows what it does up to three times the spread of ⟨E⟩.
  const auto [least, greatest] = std::minmax_element(panel.series[0].y.begin(), panel.series[0].y.end());
  const double spread = std::max(*greatest - *least, 1e-3 * std::max(1.0, std::abs(*least)));
  panel.y.limits = AxisLimits{.lower = *least - 2 * spread, .upper = *greatest + 0.15 * spread};
  return panel;
}

}  // namespace

std::vector<Temperature> telling_temperatures(const Spectrum& spectrum, Index count) {
  double coldest = HUGE_VAL;
  double hottest = 0;
  for (const auto& peaks : {heat_capacity_peaks(spectrum), entropy_slope_peaks(spectrum)}) {
    for (const Peak& peak : peaks) {
      coldest = std::min(coldest, peak.temperature.value());
      hottest = std::max(hottest, peak.temperature.value());
    }
  }
  // A decade beyond the peaks, as far as that leaves every curve finite.
  constexpr double least = 1e-290;
  constexpr double most = 1e290;
  const double first = hottest > 0 ? std::clamp(coldest / 10, least, most / 10) : 0.1;
  const double last = hottest > 0 ? std::clamp(hottest * 10, 10 * first, most) : 10;
  std::vector<Temperature> temperatures;
  for (Index k = 0; k < count; ++k) {
    const double x = count > 1 ? static_cast<double>(k) / static_cast<double>(count - 1) : 0;
    temperatures.emplace_back(std::exp((1 - x) * std::log(first) + x * std::log(last)));
  }
  return temperatures;
}

Figure dial_figure(const DialReport& report) {
  constexpr Index points = 400;
  const CompressedSpectrum compressed(report.spectrum);
  std::vector<Thermodynamics> curve;
  for (const Temperature t : telling_temperatures(report.spectrum, points)) {
    curve.push_back(compressed.evaluate(t));
  }
  return {.title = report.title,
          .subtitle = report.subtitle,
          .width = 560,
          .height = 420,
          .columns = 2,
          .panels = {probability_panel(report, curve), entropy_panel(report, curve),
                     response_panel(report, curve), energy_panel(report, curve)}};
}

}  // namespace onedial
