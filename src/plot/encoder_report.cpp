#include "onedial/plot/encoder_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/plot/image_panel.hpp"

namespace onedial {
namespace {

/// How many runs fall into each of the bins, which have equal widths in ln(cycles).
Panel cycles_panel(const EncoderReport& report) {
  const auto [least, most] = std::minmax_element(report.cycles.begin(), report.cycles.end());
  // As many bins as Sturges' rule has, and twice that: the logarithm spreads a long tail.
  const auto bins = static_cast<std::size_t>(2 * std::ceil(std::log2(report.cycles.size()) + 1));
  const double start = std::log(static_cast<double>(*least) * 0.999);
  const double width =
      std::max(std::log(static_cast<double>(*most) * 1.001) - start, 0.01) / static_cast<double>(bins);
  std::vector<double> counts(bins);
  for (const Index cycles : report.cycles) {
    const auto bin = static_cast<std::size_t>((std::log(static_cast<double>(cycles)) - start) / width);
    ++counts[std::min(bin, bins - 1)];
  }
  Band area{};
  Series outline{};
  for (std::size_t bin = 0; bin < bins; ++bin) {
    for (const std::size_t edge : {bin, bin + 1}) {
      const double x = std::exp(start + static_cast<double>(edge) * width);
      area.x.push_back(x);
      area.lower.push_back(0);
      area.upper.push_back(counts[bin]);
    }
  }
  outline.x = area.x;
  outline.y = area.upper;
  const double highest = *std::max_element(counts.begin(), counts.end());
  Panel panel{.title = "Cycles until all codes differ",
              .x = {.label = "learning cycles", .kind = AxisKind::logarithmic},
              .y = {.label = "runs", .limits = AxisLimits{0, 1.25 * highest}},
              .series = {std::move(outline)},
              .bands = {std::move(area)}};
  if (report.median) {
    panel.references.push_back({.direction = ReferenceDirection::vertical,
                                .value = *report.median,
                                .label = fmt::format("median {:.0f}", *report.median)});
  }
  if (report.published_median) {
    panel.references.push_back({.direction = ReferenceDirection::vertical,
                                .value = static_cast<double>(*report.published_median),
                                .label = fmt::format("1985: {}", *report.published_median)});
  }
  return panel;
}

Panel codes_panel(const EncoderReport& report) {
  Series codes{};
  for (std::size_t cycle = 0; cycle < report.codes.size(); ++cycle) {
    codes.x.push_back(static_cast<double>(cycle + 1));
    codes.y.push_back(static_cast<double>(report.codes[cycle]));
  }
  const auto inputs = static_cast<double>(report.machine.visible_units() / 2);
  return {.title = "Codes of the machine shown",
          .x = {.label = "learning cycles"},
          .y = {.label = "different codes", .limits = AxisLimits{0, 1.1 * inputs}},
          .series = {std::move(codes)},
          .references = {{.value = inputs, .label = "all differ"}}};
}

/// A square on grey, of an area in proportion to |weight|; the largest leaves an edge.
Eigen::VectorXd square(double weight, double largest, Index side) {
  Eigen::VectorXd image = Eigen::VectorXd::Zero(side * side);
  const double width =
      largest > 0 ? std::sqrt(std::abs(weight) / largest) * static_cast<double>(side - 2) : 0;
  const auto margin = static_cast<Index>(std::lround((static_cast<double>(side) - width) / 2));
  for (Index y = margin; y < side - margin; ++y) {
    image.segment(y * side + margin, side - 2 * margin).setConstant(weight > 0 ? -1 : 1);
  }
  return image;
}

/// Two rows for each hidden unit: its weights to V1 with its bias, and those to V2 below them.
Panel weights_panel(const BoltzmannMachine& machine) {
  const Index n = machine.visible_units() / 2;
  const PairwiseModel model = machine.model();
  const auto& couplings = std::get<PairwiseModel::Dense>(model.couplings());
  const double largest =
      std::max(couplings.bottomLeftCorner(machine.hidden_units(), 2 * n).cwiseAbs().maxCoeff(),
               machine.biases().tail(machine.hidden_units()).cwiseAbs().maxCoeff());
  constexpr Index side = 15;
  ImageGrid grid{.height = side, .width = side, .group = n};
  for (Index unit = 2 * n; unit < machine.size(); ++unit) {
    if (!grid.rows.empty()) {
      grid.rows.emplace_back();  // room between units
    }
    for (Index group = 0; group < 2; ++group) {
      auto& images = grid.rows.emplace_back();
      for (Index input = 0; input < n; ++input) {
        images.push_back(square(couplings(unit, group * n + input), largest, side));
      }
      if (group == 0) {
        images.push_back(square(model.fields()[unit], largest, side));
      }
    }
  }
  return image_panel(fmt::format("Weights of hidden units, up to {:.3g}", largest), grid);
}

}  // namespace

Figure encoder_figure(const EncoderReport& report) {
  const bool has_distribution = report.cycles.size() >= 2;
  Figure figure{.title = report.title, .subtitle = report.subtitle, .width = 780, .height = 280};
  if (has_distribution) {
    figure.panels.push_back(cycles_panel(report));
  }
  figure.panels.push_back(codes_panel(report));
  figure.panels.push_back(weights_panel(report.machine));
  figure.columns = static_cast<int>(figure.panels.size());
  return figure;
}

}  // namespace onedial
