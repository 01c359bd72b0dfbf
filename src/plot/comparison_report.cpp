#include "onedial/plot/comparison_report.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

using Contestant = ComparisonReport::Contestant;
using Length = ComparisonReport::Length;

/// Colours first, then line styles: ten contestants can be told apart.
struct Look {
  ColourRole colour;
  LineStyle style;
};

Look look_of(std::size_t place) {
  constexpr std::array colours = {ColourRole::primary, ColourRole::secondary, ColourRole::tertiary,
                                  ColourRole::quaternary, ColourRole::muted};
  constexpr std::array styles = {LineStyle::solid, LineStyle::dashed, LineStyle::dotted,
                                 LineStyle::dash_dotted};
  return {colours.at(place % colours.size()), styles.at(place / colours.size() % styles.size())};
}

/// The cumulative distribution of the ends of the trials, as a staircase.
Panel distribution_panel(const ComparisonReport& report) {
  Panel panel{.title = "Where trials ended",
              .x = {.label = "residual energy (E − E₀)/N"},
              .y = {.label = "part of the trials at or below", .limits = AxisLimits{0, 1.02}}};
  double longest = 0;
  for (const Contestant& contestant : report.contestants) {
    if (!contestant.residual_energies.empty()) {
      longest = std::max(longest, contestant.residual_energies.back());
    }
  }
  for (std::size_t k = 0; k < report.contestants.size(); ++k) {
    const Contestant& contestant = report.contestants[k];
    const Look look = look_of(k);
    Series stairs{.label = contestant.name, .colour = look.colour, .style = look.style};
    const auto& energies = contestant.residual_energies;
    const auto add = [&](double x, std::size_t below) {
      stairs.x.push_back(x);
      stairs.y.push_back(static_cast<double>(below) / static_cast<double>(energies.size()));
    };
    for (std::size_t i = 0; i < energies.size(); ++i) {
      if (i == 0 || energies[i] != energies[i - 1]) {
        add(energies[i], i);
      }
      if (i + 1 == energies.size() || energies[i + 1] != energies[i]) {
        add(energies[i], i + 1);
      }
    }
    if (!energies.empty()) {
      add(longest, energies.size());
      panel.series.push_back(std::move(stairs));
    }
  }
  if (panel.series.empty()) {
    panel.note = "no trial found a feasible answer";
  }
  return panel;
}

Panel panel_over_sweeps(const std::string& title, const std::string& label) {
  return {.title = title,
          .x = {.label = "sweeps of a run", .kind = AxisKind::logarithmic},
          .y = {.label = label, .kind = AxisKind::logarithmic}};
}

Panel course_panel(const ComparisonReport& report) {
  Panel panel = panel_over_sweeps("Residual energy and its law", "⟨E − E₀⟩/N");
  for (std::size_t k = 0; k < report.contestants.size(); ++k) {
    const Contestant& contestant = report.contestants[k];
    const Look look = look_of(k);
    Points points{.label = contestant.name, .colour = look.colour};
    for (const ResidualEnergy& point : contestant.residual_course) {
      points.x.push_back(static_cast<double>(point.sweeps));
      points.y.push_back(point.energy.value);
      points.y_error.push_back(point.energy.error);
    }
    if (contestant.laws) {
      const bool is_power = contestant.laws->log_odds_of_power() > 0;
      const DecayLaw& law = is_power ? contestant.laws->power : contestant.laws->logarithmic;
      Series line{
          .label = fmt::format("{}^(−{})", is_power ? "K" : "(ln K)", format_compact(law.exponent.value, 3)),
          .colour = look.colour,
          .style = look.style};
      for (const double sweeps : points.x) {
        line.x.push_back(sweeps);
        line.y.push_back(sweeps < 3 ? NAN : is_power ? power_at(law, sweeps) : logarithmic_at(law, sweeps));
      }
      panel.series.push_back(std::move(line));
    }
    panel.points.push_back(std::move(points));
  }
  if (!has_data(panel)) {
    panel.note = "all trials ended in the ground state";
  }
  return panel;
}

/// A quantity of every length, with its interval as a band.
Panel lengths_panel(const ComparisonReport& report, Panel panel, IntervalEstimate Length::*quantity) {
  for (std::size_t k = 0; k < report.contestants.size(); ++k) {
    const Contestant& contestant = report.contestants[k];
    const Look look = look_of(k);
    Series line{.label = contestant.name, .colour = look.colour, .style = look.style};
    Band band{.label = contestant.name, .colour = look.colour};
    for (const Length& length : contestant.lengths) {
      const IntervalEstimate& estimate = length.*quantity;
      line.x.push_back(length.sweeps);
      line.y.push_back(estimate.value);
      band.x.push_back(length.sweeps);
      band.lower.push_back(estimate.lower);
      band.upper.push_back(estimate.upper);
    }
    panel.bands.push_back(std::move(band));
    panel.series.push_back(std::move(line));
  }
  if (!has_data(panel)) {
    panel.note = "no trial hit the target";
  }
  return panel;
}

Panel time_panel(const ComparisonReport& report) {
  Panel panel =
      lengths_panel(report, panel_over_sweeps("Time to target", "sweeps to target"), &Length::time_to_target);
  for (std::size_t k = 0; k < report.contestants.size(); ++k) {
    if (const auto& optimum = report.contestants[k].optimum) {
      panel.marks.push_back(
          {.x = static_cast<double>(optimum->sweeps),
           .y = optimum->least_time.value,
           .label = fmt::format("{} sweeps", format_compact(static_cast<double>(optimum->sweeps))),
           .colour = look_of(k).colour});
    }
  }
  return panel;
}

/// A quantity at equal cost, side by side. What has no finite interval has no place.
Panel side_by_side(const ComparisonReport& report, Panel panel, IntervalEstimate Length::*quantity) {
  for (std::size_t k = 0; k < report.contestants.size(); ++k) {
    const Contestant& contestant = report.contestants[k];
    const IntervalEstimate& estimate = contestant.score.*quantity;
    const auto place = static_cast<double>(k + 1);
    panel.x.names.push_back({.value = place, .label = fmt::format("{}", k + 1)});
    if (std::isfinite(estimate.value)) {
      panel.points.push_back(
          {.x = {place}, .y = {estimate.value}, .label = contestant.name, .colour = look_of(k).colour});
      panel.series.push_back({.x = {place, place},
                              .y = {estimate.lower, estimate.upper},
                              .colour = look_of(k).colour,
                              .width = 1});
    }
  }
  panel.x.limits = AxisLimits{0.5, static_cast<double>(report.contestants.size()) + 0.5};
  if (!has_data(panel)) {
    panel.note = "no trial hit the target";
  }
  return panel;
}

}  // namespace

Figure comparison_figure(const ComparisonReport& report) {
  Figure figure{.title = report.title, .subtitle = report.subtitle, .width = 780, .columns = 2};
  bool has_lengths = false;
  for (const Contestant& contestant : report.contestants) {
    has_lengths = has_lengths || !contestant.lengths.empty();
  }
  figure.panels.push_back(distribution_panel(report));
  if (has_lengths) {
    figure.panels.push_back(course_panel(report));
  }
  if (report.has_target && has_lengths) {
    Panel success = panel_over_sweeps("Success probability of a trial", "p");
    figure.panels.push_back(lengths_panel(report, std::move(success), &Length::success));
    figure.panels.push_back(time_panel(report));
  } else if (report.has_target) {
    figure.panels.push_back(side_by_side(report,
                                         {.title = "Time to target at equal cost",
                                          .x = {.label = "config"},
                                          .y = {.label = "updates to target", .kind = AxisKind::logarithmic}},
                                         &Length::time_to_target));
  }
  figure.columns = figure.panels.size() > 1 ? 2 : 1;
  figure.height = figure.panels.size() > 2 ? 520 : 300;
  return figure;
}

}  // namespace onedial
