#include "onedial/plot/log_z_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "histogram.hpp"
#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

using Estimate = LogZReport::Estimate;

void require_finite(double value, const std::string& what) {
  if (!has_place(value, AxisKind::linear)) {
    throw std::invalid_argument(fmt::format("{} is {}; must be finite", what, value));
  }
}

void require_error(double error, const std::string& what) {
  require_finite(error, what);
  if (error < 0) {
    throw std::invalid_argument(fmt::format("{} is {}; must be at least 0", what, error));
  }
}

void require_valid(const LogZReport& report) {
  for (const Estimate& estimate : report.estimates) {
    require_finite(estimate.value, fmt::format("ln Z by '{}'", estimate.name));
    require_error(estimate.error, fmt::format("the error of ln Z by '{}'", estimate.name));
    for (const std::optional<double>& bound : {estimate.lower, estimate.upper}) {
      require_finite(bound.value_or(0), fmt::format("a bound of ln Z by '{}'", estimate.name));
    }
  }
  require_finite(report.exact.value_or(0), "the exact ln Z");
  for (const LogZReport::EnergyPoint& point : report.energies) {
    require_finite(point.beta, "an inverse temperature");
    require_finite(point.mean_energy, "a mean energy");
    require_error(point.error, "the error of a mean energy");
  }
}

/// With two digits of the error.
std::string in_digits(double value, double error) {
  if (error == 0) {
    return format_fixed(value, 4);
  }
  const int decimals = std::clamp(1 - decimal_exponent(error), 0, 9);
  return fmt::format("{} ± {}", format_fixed(value, decimals), format_fixed(error, decimals));
}

/// A horizontal line at a row with a stop at each end.
Series span(double from, double to, double row, double stop, const std::string& label, ColourRole colour,
            double width) {
  return {.x = {from, from, NAN, from, to, NAN, to, to},
          .y = {row - stop, row + stop, NAN, row, row, NAN, row - stop, row + stop},
          .label = label,
          .colour = colour,
          .width = width};
}

/// A row for each estimate, the first at the top.
Panel estimates_panel(const LogZReport& report) {
  Panel panel{.title = "Estimates", .x = {.label = "ln Z"}, .y = {.reversed = true}, .note = "none"};
  double row = 0;
  const auto add = [&](const std::string& name, double value, double error, ColourRole colour) {
    ++row;
    panel.y.names.push_back({.value = row, .label = name});
    panel.points.push_back({.x = {value}, .y = {row}, .colour = colour});
    panel.marks.push_back({.x = value, .y = row, .label = in_digits(value, error), .colour = colour});
  };
  for (const Estimate& estimate : report.estimates) {
    add(estimate.name, estimate.value, estimate.error, ColourRole::primary);
    if (estimate.lower || estimate.upper) {
      panel.series.push_back(span(estimate.lower.value_or(estimate.value),
                                  estimate.upper.value_or(estimate.value), row, 0.14, "bounds",
                                  ColourRole::muted, 0.9));
    }
    panel.series.push_back(span(estimate.value - estimate.error, estimate.value + estimate.error, row, 0.07,
                                "standard error", ColourRole::primary, 1.6));
  }
  if (report.exact) {
    add("exact", *report.exact, 0, ColourRole::secondary);
    panel.references.push_back({.direction = ReferenceDirection::vertical, .value = *report.exact});
  }
  panel.y.limits = AxisLimits{0.4, std::max(row, 1.0) + 0.6};
  return panel;
}

Panel energies_panel(const LogZReport& report) {
  Panel panel{.title = "What thermodynamic integration integrates",
              .x = {.label = "inverse temperature β, from base rates to the machine"},
              .y = {.label = "⟨E⟩ above the base rates"}};
  Points points{.label = "⟨E⟩", .colour = ColourRole::primary};
  for (const LogZReport::EnergyPoint& point : report.energies) {
    points.x.push_back(point.beta);
    points.y.push_back(point.mean_energy);
    points.y_error.push_back(point.error);
  }
  panel.bands = {{.x = points.x,
                  .lower = std::vector<double>(points.x.size(), 0.0),
                  .upper = points.y,
                  .label = "−∫⟨E⟩ dβ"}};
  panel.series = {{.x = points.x, .y = points.y, .label = "⟨E⟩", .width = 0.8}};
  panel.points = {std::move(points)};
  return panel;
}

Panel weights_panel(const LogZReport& report) {
  Panel panel{.title = "Weights of the chains, forward and back",
              .x = {.label = "ln Z by one chain"},
              .y = {.label = "part of the chains"}};
  std::vector<double> all = report.forward;
  all.insert(all.end(), report.back.begin(), report.back.end());
  const auto most = static_cast<double>(std::max(report.forward.size(), report.back.size()));
  const Bins bins{.range = range_of(all, "a chain's ln Z of number"),
                  .count = static_cast<std::size_t>(std::clamp(2 * std::sqrt(most), 10.0, 60.0))};
  const auto add = [&](const std::vector<double>& values, const std::string& label, ColourRole colour) {
    if (values.empty()) {
      return;
    }
    std::vector<double> parts = counts(values, bins);
    for (double& part : parts) {
      part /= static_cast<double>(values.size());
    }
    add_steps(panel, bins, parts, 0, label, colour);
  };
  add(report.forward, "forward", ColourRole::primary);
  add(report.back, "back", ColourRole::quaternary);
  const std::optional<double> best = report.exact ? report.exact
                                     : !report.estimates.empty()
                                         ? std::optional(report.estimates.front().value)
                                         : std::nullopt;
  if (best) {
    panel.references.push_back({.direction = ReferenceDirection::vertical,
                                .value = *best,
                                .label = report.exact ? "exact" : report.estimates.front().name});
  }
  return panel;
}

}  // namespace

Figure log_z_figure(const LogZReport& report) {
  require_valid(report);
  Figure figure{.title = report.title, .subtitle = report.subtitle, .panels = {estimates_panel(report)}};
  if (!report.energies.empty()) {
    figure.panels.push_back(energies_panel(report));
  }
  if (!report.forward.empty() || !report.back.empty()) {
    figure.panels.push_back(weights_panel(report));
  }
  figure.columns = static_cast<int>(figure.panels.size());
  figure.width = figure.columns == 1 ? 420 : 320 * figure.columns;
  figure.height = 300;
  return figure;
}

}  // namespace onedial
