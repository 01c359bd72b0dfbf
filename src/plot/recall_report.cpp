#include "onedial/plot/recall_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "onedial/plot/image_panel.hpp"

namespace onedial {
namespace {

constexpr std::size_t most_points = 3000;
constexpr Index groups_across = 3;

std::string in_words(Verdict verdict) {
  std::string name(verdict_name(verdict));
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

ColourRole colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::recalled:
      return ColourRole::primary;
    case Verdict::other:
      return ColourRole::secondary;
    case Verdict::inverted:
      return ColourRole::quaternary;
    case Verdict::mixture:
      return ColourRole::tertiary;
    case Verdict::spin_glass:
      break;
  }
  return ColourRole::muted;
}

Panel triples_panel(const RecallReport& report) {
  const Index drawn =
      std::min<Index>(static_cast<Index>(report.triples.size()), triples_drawn(report.height, report.width));
  ImageGrid grid{.height = report.height, .width = report.width, .group = 3};
  for (Index k = 0; k < drawn; ++k) {
    if (k % groups_across == 0) {
      grid.rows.emplace_back();
    }
    const RecallReport::Triple& triple = report.triples[static_cast<std::size_t>(k)];
    grid.rows.back().insert(grid.rows.back().end(), {triple.stored, triple.cue, triple.recalled});
  }
  return image_panel("Stored, corrupted, recalled", grid);
}

Panel course_panel(const OverlapCourse& course) {
  const bool is_cooled = !course.temperatures.empty();
  Panel panel{.title = is_cooled ? "Overlaps while it cools" : "Overlaps, sweep by sweep",
              .x = {.label = "sweep"},
              .y = {.label = is_cooled ? "overlap m, temperature T" : "overlap m"}};
  std::vector<double> sweeps;
  for (std::size_t k = 0; k < course.mean.size(); ++k) {
    sweeps.push_back(static_cast<double>(k));
  }
  panel.bands = {
      {.x = sweeps, .lower = course.least, .upper = course.greatest, .label = "with the cue: mean, range"}};
  panel.series = {{.x = sweeps, .y = course.mean, .label = "with the cue: mean, range"},
                  {.x = sweeps,
                   .y = course.other,
                   .label = "largest other",
                   .colour = ColourRole::secondary,
                   .style = LineStyle::dashed}};
  if (is_cooled) {
    Series t{.label = "T", .colour = ColourRole::muted, .style = LineStyle::dotted};
    for (std::size_t k = 0; k < course.temperatures.size(); ++k) {
      t.x.push_back(static_cast<double>(k + 1));
      t.y.push_back(course.temperatures[k]);
    }
    panel.series.push_back(std::move(t));
  }
  return panel;
}

/// A dot for each cue, verdict by verdict; what is rare lies on top.
template <class X, class Y>
void add_dots(Panel& panel, const std::vector<RecallReport::Cue>& cues, X x, Y y) {
  for (const Verdict verdict : all_verdicts) {
    Points points{.label = in_words(verdict), .colour = colour_of(verdict)};
    for (std::size_t k = 0; k < std::min(cues.size(), most_points); ++k) {
      if (cues[k].verdict == verdict) {
        points.x.push_back(x(cues[k]));
        points.y.push_back(y(cues[k]));
      }
    }
    if (!points.x.empty()) {
      panel.points.push_back(std::move(points));
    }
  }
}

}  // namespace

Index triples_drawn(Index height, Index width) {
  constexpr double room = 1.75;  // width over height of the panel
  const double across = groups_across * 3.0 * static_cast<double>(width + 1) +
                        (groups_across - 1) * static_cast<double>(width) / 3;
  const double down = across / room / static_cast<double>(height + 1);
  return groups_across * std::clamp<Index>(static_cast<Index>(down), 1, 20);
}

Figure recall_figure(const RecallReport& report) {
  const bool has_images = report.height > 0 && !report.triples.empty();
  Figure figure{.title = report.title,
                .subtitle = report.subtitle,
                .width = 780,
                .height = has_images ? 460.0 : 270.0,
                .columns = has_images ? 2 : 3};
  if (has_images) {
    figure.panels.push_back(triples_panel(report));
  }
  Panel ends{.title = "From the cue to the end",
             .x = {.label = "overlap at the start"},
             .y = {.label = "overlap at the end"}};
  add_dots(
      ends, report.cues, [](const auto& cue) { return cue.start; }, [](const auto& cue) { return cue.end; });
  Panel energies{
      .title = "Energies of the ends", .x = {.label = "overlap at the end"}, .y = {.label = "E/N"}};
  add_dots(
      energies, report.cues, [](const auto& cue) { return cue.end; },
      [](const auto& cue) { return cue.energy; });
  figure.panels.insert(figure.panels.end(),
                       {course_panel(report.course), std::move(ends), std::move(energies)});
  return figure;
}

}  // namespace onedial
