#include "onedial/plot/retrieval_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "onedial/plot/image_panel.hpp"
#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

using Reading = RetrievalReport::Reading;

constexpr std::size_t most_image_rows = 6;

Panel images_panel(const RetrievalReport& report) {
  ImageGrid grid{.height = report.height, .width = report.width, .rows = {report.cues}};
  const std::size_t step = (report.readings.size() + most_image_rows - 1) / most_image_rows;
  std::string temperatures;
  for (std::size_t k = 0; k < report.readings.size(); k += step) {
    grid.rows.push_back(report.readings[k].ends);
    temperatures += fmt::format("{}{}", k == 0 ? "" : ", ", format_compact(report.readings[k].temperature));
  }
  return image_panel("Cues, and where they end at T = " + temperatures, grid);
}

Panel panel_over_temperature(const std::string& title, const std::string& label) {
  return {
      .title = title, .x = {.label = "Temperature T", .kind = AxisKind::logarithmic}, .y = {.label = label}};
}

template <class Value>
std::vector<double> column(const RetrievalReport& report, Value value) {
  std::vector<double> values;
  std::transform(report.readings.begin(), report.readings.end(), std::back_inserter(values), value);
  return values;
}

std::vector<double> temperatures_of(const RetrievalReport& report) {
  return column(report, [](const Reading& at) { return at.temperature; });
}

/// The parts on top of each other, so that they fill the panel.
Panel parts_panel(const RetrievalReport& report) {
  struct Part {
    const char* label;
    ColourRole colour;
    double Reading::*part;
  };
  Panel panel = panel_over_temperature("Where cues end", "part of the cues");
  panel.y.limits = AxisLimits{0, 1};
  std::vector<double> below(report.readings.size(), 0.0);
  for (const Part& part : {Part{"recalled", ColourRole::primary, &Reading::recalled},
                           Part{"another pattern", ColourRole::secondary, &Reading::other},
                           Part{"mean of some", ColourRole::tertiary, &Reading::metastable},
                           Part{"mean of most", ColourRole::muted, &Reading::global}}) {
    Band band{.x = temperatures_of(report), .lower = below, .label = part.label, .colour = part.colour};
    for (std::size_t k = 0; k < below.size(); ++k) {
      below[k] += report.readings[k].*part.part;
    }
    band.upper = below;
    if (band.upper != band.lower) {
      panel.series.push_back({.x = band.x, .y = band.upper, .label = part.label, .colour = part.colour});
      panel.bands.push_back(std::move(band));
    }
  }
  return panel;
}

void add_measured(Panel& panel, const RetrievalReport& report, std::vector<double> values,
                  std::vector<double> errors) {
  panel.series.push_back({.x = temperatures_of(report), .y = values, .width = 0.8});
  panel.points.push_back(
      {.x = temperatures_of(report), .y = std::move(values), .y_error = std::move(errors)});
}

}  // namespace

Figure retrieval_figure(const RetrievalReport& report) {
  const bool has_images = report.height > 0 && !report.cues.empty();
  Figure figure{.title = report.title,
                .subtitle = report.subtitle,
                .width = 780,
                .height = has_images ? 480.0 : 270.0,
                .columns = has_images ? 2 : 3};
  if (has_images) {
    figure.panels.push_back(images_panel(report));
  }
  Panel count = panel_over_temperature("Of how many patterns the end is a mean", "perplexity of the softmax");
  count.y.kind = AxisKind::logarithmic;
  add_measured(count, report, column(report, [](const Reading& at) { return at.perplexity; }),
               column(report, [](const Reading& at) { return at.perplexity_error; }));
  count.references.push_back(
      {.value = static_cast<double>(report.patterns), .label = fmt::format("all {}", report.patterns)});
  Panel updates = panel_over_temperature("Updates until it stands", "mean number of updates");
  add_measured(updates, report, column(report, [](const Reading& at) { return at.updates; }), {});
  figure.panels.insert(figure.panels.end(), {parts_panel(report), std::move(count), std::move(updates)});
  return figure;
}

}  // namespace onedial
