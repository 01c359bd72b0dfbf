#include "onedial/plot/training_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "histogram.hpp"
#include "onedial/plot/image_panel.hpp"
#include "onedial/plot/number_format.hpp"
#include "uncertain_curve.hpp"

namespace onedial {
namespace {

using Epoch = TrainingReport::Epoch;
using Likelihood = Estimate;

constexpr double panel_width = 280;  // points, axes included
constexpr double panel_height = 215;
constexpr PictureRoom picture_room = {.width = 215, .height = 160};

std::vector<Eigen::VectorXd> first(const std::vector<Eigen::VectorXd>& images, Index count) {
  return {images.begin(), images.begin() + std::min<Index>(count, std::ssize(images))};
}

std::string counted(std::size_t drawn, std::size_t all, const std::string& what) {
  const std::string total = format_fixed(static_cast<double>(all), 0);
  return drawn < all ? fmt::format("{} of {} {}", drawn, total, what) : fmt::format("{} {}", total, what);
}

ImageGrid grid_of(const TrainingReport& report, const std::vector<Eigen::VectorXd>& images) {
  return {.height = report.height,
          .width = report.width,
          .rows = tiled(images, report.height, report.width, picture_room),
          .is_framed = true};
}

/// The weight at the ends of the scale: what all but one in 500 weights of the images keep below, so that a
/// single strong one does not pale the others.
double common_scale(const std::vector<Eigen::VectorXd>& filters) {
  std::vector<double> magnitudes;
  for (const Eigen::VectorXd& filter : filters) {
    for (const double weight : filter) {
      magnitudes.push_back(std::abs(weight));
    }
  }
  if (magnitudes.empty()) {
    return 1;
  }
  const auto place = std::prev(magnitudes.end(), 1 + std::ssize(magnitudes) / 500);
  std::nth_element(magnitudes.begin(), place, magnitudes.end());
  return has_place(*place, AxisKind::logarithmic) ? *place : 1;
}

Panel filters_panel(const TrainingReport& report) {
  const auto drawn = first(report.filters, training_images_drawn(report.height, report.width));
  const double scale = common_scale(drawn);
  ImageGrid grid = grid_of(report, drawn);
  grid.range = {-scale, scale};
  grid.scale = ColourScale::diverging;
  const std::string end = format_compact(scale, 2);
  return image_panel(fmt::format("{}, −{} blue … +{} orange",
                                 counted(drawn.size(), report.filters.size(), "filters"), end, end),
                     grid);
}

Panel dreams_panel(const TrainingReport& report) {
  const auto drawn = first(report.dreams, training_images_drawn(report.height, report.width));
  ImageGrid grid = grid_of(report, drawn);
  grid.range = report.visible_range;
  return image_panel(counted(drawn.size(), report.dreams.size(), "dreams at T = 1"), grid);
}

Panel panel_over_epochs(const std::string& title, const std::string& label) {
  return {.title = title, .x = {.label = "epoch"}, .y = {.label = label}, .note = "no epoch was finished"};
}

/// What is known of a quantity, epoch by epoch.
template <class Value>
UncertainCurve course(const TrainingReport& report, Value value) {
  UncertainCurve curve;
  for (const Epoch& epoch : report.epochs) {
    if (const std::optional<Likelihood> known = value(epoch)) {
      curve.x.push_back(static_cast<double>(epoch.epoch));
      curve.y.push_back(known->value);
      curve.error.push_back(known->error);
    }
  }
  return curve;
}

std::optional<Likelihood> without_error(std::optional<double> value) {
  return value ? std::optional(Likelihood{.value = *value}) : std::nullopt;
}

/// The least and the greatest y of the series from some x on.
AxisLimits heights_from(const Panel& panel, double x) {
  AxisLimits heights{HUGE_VAL, -HUGE_VAL};
  for (const Series& series : panel.series) {
    for (std::size_t k = 0; k < series.x.size(); ++k) {
      if (series.x[k] >= x && has_place(series.y[k], AxisKind::linear)) {
        heights = {std::min(heights.lower, series.y[k]), std::max(heights.upper, series.y[k])};
      }
    }
  }
  return heights;
}

/// Likelihoods begin far below where they end: if the first tenth of the epochs would take more than half of
/// the axis, it starts below what comes after them.
void leave_out_steep_start(Panel& panel) {
  double last = 0;
  for (const Series& series : panel.series) {
    for (const double x : series.x) {
      last = std::max(last, x);
    }
  }
  const AxisLimits all = heights_from(panel, 0);
  AxisLimits late = heights_from(panel, last / 10);
  for (const ReferenceLine& reference : panel.references) {
    late.upper = std::max(late.upper, reference.value);
  }
  const double kept = late.upper - late.lower;
  if (kept > 0 && late.lower - all.lower > kept) {
    panel.y.limits = AxisLimits{late.lower - 0.1 * kept, std::max(late.upper, all.upper) + 0.06 * kept};
  }
}

Panel log_likelihood_panel(const TrainingReport& report) {
  Panel panel = panel_over_epochs("Log-likelihood", "mean ln p(v), nats an example");
  add_curve(panel, course(report, [](const Epoch& epoch) { return epoch.log_likelihood; }), report.name,
            ColourRole::primary);
  add_curve(panel, course(report, [](const Epoch& epoch) { return epoch.held_out_log_likelihood; }),
            "held out", ColourRole::secondary);
  constexpr std::array others = {ColourRole::tertiary, ColourRole::quaternary, ColourRole::muted};
  for (std::size_t k = 0; k < std::min(report.comparisons.size(), others.size()); ++k) {
    const TrainingReport::Comparison& other = report.comparisons[k];
    if (other.epochs.size() != other.log_likelihoods.size()) {
      throw std::invalid_argument(fmt::format("comparison '{}' has {} log-likelihoods at {} epochs",
                                              other.name, other.log_likelihoods.size(), other.epochs.size()));
    }
    panel.series.push_back({.x = other.epochs,
                            .y = other.log_likelihoods,
                            .label = other.name,
                            .colour = others.at(k),
                            .style = LineStyle::dashed});
  }
  if (report.upper_bound) {
    panel.references.push_back(
        {.value = *report.upper_bound, .label = "upper bound " + format_fixed(*report.upper_bound, 3)});
  }
  leave_out_steep_start(panel);
  return panel;
}

Panel pseudo_likelihood_panel(const TrainingReport& report) {
  Panel panel = panel_over_epochs("Pseudo-likelihood", "mean Σ ln p(vᵢ | others), nats");
  add_curve(panel, course(report, [](const Epoch& epoch) { return without_error(epoch.pseudo_likelihood); }),
            "learned data", ColourRole::primary);
  add_curve(
      panel,
      course(report, [](const Epoch& epoch) { return without_error(epoch.held_out_pseudo_likelihood); }),
      "held out", ColourRole::secondary);
  leave_out_steep_start(panel);
  return panel;
}

Panel reconstruction_panel(const TrainingReport& report) {
  Panel panel = panel_over_epochs("Reconstruction error", "mean (v − E[v | h])²");
  add_curve(panel,
            course(report, [](const Epoch& epoch) { return without_error(epoch.reconstruction_error); }), "",
            ColourRole::tertiary);
  return panel;
}

Panel gap_panel(const TrainingReport& report) {
  Panel panel = panel_over_epochs("Free-energy gap", "⟨F⟩ held out − ⟨F⟩ learned, nats");
  add_curve(panel, course(report, [](const Epoch& epoch) { return without_error(epoch.free_energy_gap); }),
            "", ColourRole::quaternary);
  panel.references.push_back({.value = 0});
  return panel;
}

Panel rate_panel(const TrainingReport& report) {
  Panel panel = panel_over_epochs("Learning rate", "rate of the last step");
  add_curve(panel, course(report, [](const Epoch& epoch) { return without_error(epoch.rate); }), "",
            ColourRole::muted);
  return panel;
}

/// What a normal law of the same mean and standard deviation gives to each bin.
Series normal_law(const std::vector<double>& values, const Bins& bins) {
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) {
    mean += value / n;
  }
  double variance = 0;
  for (const double value : values) {
    variance += (value - mean) * (value - mean) / n;
  }
  const double deviation = std::sqrt(variance);
  Series law{.label = fmt::format("normal, σ = {}", format_compact(deviation, 2)),
             .colour = ColourRole::muted,
             .style = LineStyle::dashed,
             .width = 1};
  constexpr int steps = 200;
  for (int k = 0; k <= steps && deviation > 0; ++k) {
    const double x = bins.range.lower + (bins.range.upper - bins.range.lower) * k / steps;
    const double z = (x - mean) / deviation;
    law.x.push_back(x);
    law.y.push_back(n * bins.width() * std::exp(-z * z / 2) / (deviation * std::sqrt(2 * std::numbers::pi)));
  }
  return law;
}

Panel weights_panel(const TrainingReport& report) {
  Panel panel{.title = counted(report.weights.size(), report.weights.size(), "weights"),
              .x = {.label = "weight"},
              .y = {.label = "weights in a bin", .kind = AxisKind::logarithmic},
              .note = "none"};
  if (report.weights.empty()) {
    return panel;
  }
  const Bins bins{.range = range_of(report.weights, "weight"),
                  .count = std::clamp<std::size_t>(report.weights.size() / 20, 10, 80)};
  const std::vector<double> heights = counts(report.weights, bins);
  constexpr double foot = 0.7;  // below the least height of a bin that is not empty
  panel.y.limits = AxisLimits{foot, 2 * *std::max_element(heights.begin(), heights.end())};
  add_steps(panel, bins, heights, foot, "", ColourRole::primary);
  Series law = normal_law(report.weights, bins);
  if (!law.x.empty()) {
    panel.series.push_back(std::move(law));
  }
  return panel;
}

template <class Has>
bool any_epoch(const TrainingReport& report, Has has) {
  return std::any_of(report.epochs.begin(), report.epochs.end(), has);
}

}  // namespace

Index training_images_drawn(Index height, Index width) {
  return images_with_room(height, width, picture_room);
}

Figure training_figure(const TrainingReport& report) {
  std::vector<Panel> panels;
  const bool is_image = report.height > 0 && report.width > 0;
  if (is_image && !report.filters.empty()) {
    panels.push_back(filters_panel(report));
  }
  if (is_image && !report.dreams.empty()) {
    panels.push_back(dreams_panel(report));
  }
  if (!report.comparisons.empty() ||
      any_epoch(report, [](const Epoch& e) { return e.log_likelihood || e.held_out_log_likelihood; })) {
    panels.push_back(log_likelihood_panel(report));
  }
  if (any_epoch(report, [](const Epoch& e) { return e.pseudo_likelihood || e.held_out_pseudo_likelihood; })) {
    panels.push_back(pseudo_likelihood_panel(report));
  }
  panels.push_back(reconstruction_panel(report));
  if (any_epoch(report, [](const Epoch& e) { return e.free_energy_gap.has_value(); })) {
    panels.push_back(gap_panel(report));
  }
  if (any_epoch(report, [&](const Epoch& e) { return e.rate != report.epochs.front().rate; })) {
    panels.push_back(rate_panel(report));
  }
  panels.push_back(weights_panel(report));

  const auto count = static_cast<int>(panels.size());
  const int columns = count <= 3 ? count : count == 4 ? 2 : count <= 6 ? 3 : 4;
  const int rows = (count + columns - 1) / columns;
  return {.title = report.title,
          .subtitle = report.subtitle,
          .width = columns * panel_width,
          .height = 40 + rows * panel_height,
          .columns = columns,
          .panels = std::move(panels)};
}

}  // namespace onedial
