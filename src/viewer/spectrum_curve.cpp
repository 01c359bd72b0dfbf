#include "spectrum_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "onedial/core/entropy.hpp"
#include "onedial/plot/number_format.hpp"

namespace onedial::viewer {
namespace {

double finite(double value) {
  return std::isfinite(value) ? value : not_known;
}

bool is_inside(double value, const AxisLimits& limits) {
  return value >= limits.lower && value <= limits.upper;
}

}  // namespace

Series curve(std::vector<double> x, std::vector<double> y, const CurveLook& look) {
  return {
      .x = std::move(x), .y = std::move(y), .label = look.label, .colour = look.colour, .style = look.style};
}

Panel panel_over_dial(const std::string& title, const std::string& y_label, AxisLimits temperatures,
                      Temperature dial) {
  Panel panel{.title = title};
  panel.x = {.label = "T", .kind = AxisKind::logarithmic, .limits = temperatures};
  panel.y.label = y_label;
  if (is_inside(dial.value(), temperatures)) {
    panel.references.push_back(
        {.direction = ReferenceDirection::vertical, .value = dial.value(), .label = "T"});
  }
  return panel;
}

SpectrumCurve::SpectrumCurve(Spectrum spectrum, Temperature coldest, Temperature hottest)
    : spectrum_(std::move(spectrum)),
      limits_{.lower = coldest.value(), .upper = hottest.value()},
      capacity_peaks_(heat_capacity_peaks(spectrum_)),
      slope_peaks_(entropy_slope_peaks(spectrum_)) {
  constexpr int steps = 200;
  const double range = std::log(limits_.upper / limits_.lower);
  for (int k = 0; k <= steps; ++k) {
    const double t = limits_.lower * std::exp(range * k / steps);
    points_.push_back(thermodynamics(spectrum_, Temperature(std::min(t, limits_.upper))));
  }
}

std::vector<double> SpectrumCurve::temperatures() const {
  std::vector<double> out;
  out.reserve(points_.size());
  for (const Thermodynamics& point : points_) {
    out.push_back(point.temperature.value());
  }
  return out;
}

std::optional<Temperature> SpectrumCurve::peak() const {
  const auto highest = std::max_element(capacity_peaks_.begin(), capacity_peaks_.end(),
                                        [](const Peak& a, const Peak& b) { return a.value < b.value; });
  return highest == capacity_peaks_.end() ? std::nullopt : std::optional(highest->temperature);
}

Panel SpectrumCurve::panel(const std::string& title, const std::string& y_label, Temperature dial) const {
  return panel_over_dial(title, y_label, limits_, dial);
}

Series SpectrumCurve::series(double Thermodynamics::*quantity, const CurveLook& look, double factor) const {
  std::vector<double> values;
  values.reserve(points_.size());
  for (const Thermodynamics& point : points_) {
    values.push_back(factor * (point.*quantity));
  }
  return curve(temperatures(), std::move(values), look);
}

Panel SpectrumCurve::bits_panel(Temperature dial, const CurveLook& look) const {
  Panel out = panel("Entropy", "H (bits)", dial);
  out.series = {series(&Thermodynamics::entropy, look, bits_from_nats(1))};
  out.references.push_back({.value = std::log2(spectrum_.state_count()),
                            .label = fmt::format("log₂ {}", format_compact(spectrum_.state_count()))});
  if (const auto t = peak(); t && is_inside(t->value(), limits_)) {
    out.marks.push_back({.x = t->value(),
                         .y = bits_from_nats(thermodynamics(spectrum_, *t).entropy),
                         .label = "T*",
                         .colour = ColourRole::secondary});
  }
  return out;
}

Panel SpectrumCurve::energy_panel(Temperature dial) const {
  Panel out = panel("Energy and free energy", "energy", dial);
  out.series = {
      series(&Thermodynamics::mean_energy, {.label = "⟨E⟩"}),
      series(&Thermodynamics::free_energy,
             {.label = "F = ⟨E⟩ − TS", .colour = ColourRole::secondary, .style = LineStyle::dashed})};
  const double least = points_.front().mean_energy;
  const double greatest = points_.back().mean_energy;
  const double spread = std::max(greatest - least, 1e-3 * std::max(1.0, std::abs(least)));
  out.y.limits = AxisLimits{.lower = least - 2 * spread, .upper = greatest + 0.15 * spread};
  return out;
}

Panel SpectrumCurve::capacity_panel(Temperature dial) const {
  Panel out = panel("Heat capacity", "C = Var(E)/T²", dial);
  out.series = {series(&Thermodynamics::heat_capacity, {.label = "C", .colour = ColourRole::secondary})};
  mark_peaks(out, capacity_peaks_, ColourRole::secondary);
  return out;
}

Panel SpectrumCurve::slope_panel(Temperature dial) const {
  Panel out = panel("Entropy per degree", "dS/dT (nats)", dial);
  out.series = {series(&Thermodynamics::entropy_slope, {.label = "dS/dT", .colour = ColourRole::tertiary})};
  mark_peaks(out, slope_peaks_, ColourRole::tertiary);
  return out;
}

void SpectrumCurve::mark_peaks(Panel& panel, const std::vector<Peak>& peaks, ColourRole colour) const {
  for (const Peak& peak : peaks) {
    if (is_inside(peak.temperature.value(), limits_)) {
      panel.marks.push_back({.x = peak.temperature.value(),
                             .y = peak.value,
                             .label = fmt::format("T* = {}", format_compact(peak.temperature.value(), 3)),
                             .colour = colour});
    }
  }
}

std::vector<Fact> thermodynamic_facts(const Thermodynamics& at) {
  return {{.symbol = "H", .value = bits_from_nats(at.entropy), .meaning = "entropy in bits: H = −Σ p log₂ p"},
          {.symbol = "S", .value = at.entropy, .meaning = "the same entropy in nats: S = −Σ p ln p = H·ln 2"},
          {.symbol = "2^H",
           .value = perplexity(at.entropy),
           .meaning = "perplexity: as many equally likely choices have this entropy"},
          {.symbol = "⟨E⟩", .value = at.mean_energy, .meaning = "mean energy: ⟨E⟩ = Σ p E (with E = −logit)"},
          {.symbol = "F",
           .value = finite(at.free_energy),
           .meaning = "free energy, in units of energy: F = ⟨E⟩ − TS = −T ln Z; falls to −∞ as T → ∞"},
          {.symbol = "C",
           .value = finite(at.heat_capacity),
           .meaning = "heat capacity, energy per degree: C = d⟨E⟩/dT = Var(E)/T²"},
          {.symbol = "dS/dT",
           .value = finite(at.entropy_slope),
           .meaning = "entropy gained per degree, in nats: dS/dT = C/T = Var(E)/T³; never negative"}};
}

}  // namespace onedial::viewer
