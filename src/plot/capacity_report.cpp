#include "onedial/plot/capacity_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "onedial/memory/ags_theory.hpp"

namespace onedial {
namespace {

enum class Quantity { part, overlap };

/// A curve for each name that rates have, in the order of their first appearance.
template <class Name, class X>
void add_curves(Panel& panel, const std::vector<RecallRate>& rates, Quantity quantity, Name name, X x) {
  constexpr std::array roles = {ColourRole::primary, ColourRole::secondary, ColourRole::tertiary,
                                ColourRole::quaternary, ColourRole::muted};
  for (const RecallRate& rate : rates) {
    const std::string label = name(rate);
    auto points = std::find_if(panel.points.begin(), panel.points.end(),
                               [&](const Points& known) { return known.label == label; });
    if (points == panel.points.end()) {
      const ColourRole colour = roles.at(panel.points.size() % roles.size());
      points = panel.points.insert(points, {.label = label, .colour = colour});
    }
    const bool is_overlap = quantity == Quantity::overlap;
    points->x.push_back(x(rate));
    points->y.push_back(is_overlap ? rate.overlap : rate.recalled);
    points->y_error.push_back(is_overlap ? rate.overlap_error : rate.recalled_error);
  }
  for (const Points& points : panel.points) {
    panel.series.push_back(
        {.x = points.x, .y = points.y, .label = points.label, .colour = points.colour, .width = 0.8});
  }
}

Panel panel_over_load(const std::string& title, const std::string& label, const CapacityReport& report,
                      Quantity quantity) {
  Panel panel{.title = title, .x = {.label = "load α = P/N"}, .y = {.label = label}};
  add_curves(
      panel, report.rates, quantity, [](const RecallRate& rate) { return fmt::format("N = {}", rate.units); },
      [](const RecallRate& rate) { return rate.load(); });
  return panel;
}

/// The overlap of retrieval states at T = 0, as far as loads were measured.
Series theory_of_overlap(const std::vector<RecallRate>& rates) {
  Series theory{.label = "theory, N = ∞", .colour = ColourRole::muted, .style = LineStyle::dashed};
  const double end = critical_load(Temperature::zero());
  const double begin =
      std::min_element(rates.begin(), rates.end(), [](const RecallRate& a, const RecallRate& b) {
        return a.load() < b.load();
      })->load();
  constexpr int steps = 100;
  for (int k = 0; k <= steps && begin < end; ++k) {
    const double way = static_cast<double>(k) / steps;
    const double load = end * (1 - 1e-9) - (end - begin) * (1 - way) * (1 - way);  // denser where it bends
    if (const auto state = retrieval_state(load, Temperature::zero())) {
      theory.x.push_back(load);
      theory.y.push_back(state->overlap);
    }
  }
  return theory;
}

Panel limit_panel(const CapacityReport& report) {
  Panel panel{.title = "Half load, and its limit",
              .x = {.label = "1/√N"},
              .y = {.label = "load at which half are recalled"},
              .note = "needs two sizes whose loads surround one half"};
  if (!report.limit) {
    return panel;
  }
  const double limit = report.limit->value;
  Points points{.label = "half load", .colour = ColourRole::primary};
  double xy = 0;
  double xx = 0;
  for (const CapacityReport::HalfLoad& half : report.half_loads) {
    const double x = 1 / std::sqrt(static_cast<double>(half.units));
    const double weight = 1 / (half.load.error * half.load.error);
    xy += weight * x * (half.load.value - limit);
    xx += weight * x * x;
    points.x.push_back(x);
    points.y.push_back(half.load.value);
    points.y_error.push_back(half.load.error);
  }
  const double slope = xy / xx;  // of the weighted fit that has this limit
  const double furthest = *std::max_element(points.x.begin(), points.x.end());
  panel.series = {{.x = {0, furthest},
                   .y = {limit, limit + slope * furthest},
                   .colour = ColourRole::muted,
                   .style = LineStyle::dashed}};
  panel.points = {std::move(points),
                  {.x = {0},
                   .y = {limit},
                   .y_error = {report.limit->error},
                   .label = "N = ∞",
                   .colour = ColourRole::secondary}};
  if (report.is_plain_hebb) {
    panel.references.push_back({.value = critical_load(Temperature::zero()), .label = "theory, 0.1379"});
  }
  return panel;
}

Panel panel_over_noise(const std::string& title, const std::string& label, const CapacityReport& report,
                       Quantity quantity) {
  Panel panel{
      .title = title, .x = {.label = "noise of the cue, 1 − overlap at the start"}, .y = {.label = label}};
  add_curves(
      panel, report.rates, quantity,
      [](const RecallRate& rate) { return fmt::format("α = {:.3g}", rate.load()); },
      [](const RecallRate& rate) { return rate.noise; });
  return panel;
}

}  // namespace

Figure capacity_figure(const CapacityReport& report) {
  Figure figure{
      .title = report.title, .subtitle = report.subtitle, .width = 780, .height = 270, .columns = 3};
  Panel part = panel_over_load("Patterns recalled", "part recalled", report, Quantity::part);
  Panel overlap =
      panel_over_load("Overlap at the end", "mean overlap with the cue", report, Quantity::overlap);
  if (report.is_plain_hebb && !report.rates.empty()) {
    part.references.push_back({.direction = ReferenceDirection::vertical,
                               .value = critical_load(Temperature::zero()),
                               .label = "α_c"});
    overlap.series.push_back(theory_of_overlap(report.rates));
  }
  figure.panels = {std::move(part), std::move(overlap), limit_panel(report)};
  return figure;
}

Figure basins_figure(const CapacityReport& report) {
  return {.title = report.title,
          .subtitle = report.subtitle,
          .width = 780,
          .height = 300,
          .columns = 2,
          .panels = {panel_over_noise("Patterns recalled", "part recalled", report, Quantity::part),
                     panel_over_noise("Overlap at the end", "mean overlap with the cue", report,
                                      Quantity::overlap)}};
}

}  // namespace onedial
