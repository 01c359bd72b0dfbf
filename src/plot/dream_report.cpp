#include "onedial/plot/dream_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "onedial/plot/image_panel.hpp"
#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

using Frame = DreamReport::Frame;

constexpr PictureRoom picture_room = {.width = 340, .height = 200};
constexpr std::size_t most_columns = 12;
constexpr Index most_units = 2000;

bool is_constant(const std::vector<Frame>& frames) {
  return std::all_of(frames.begin(), frames.end(),
                     [&](const Frame& frame) { return frame.temperature == frames.front().temperature; });
}

std::vector<const Frame*> frames_with_images(const DreamReport& report) {
  std::vector<const Frame*> frames;
  for (const Frame& frame : report.frames) {
    if (!frame.images.empty()) {
      frames.push_back(&frame);
    }
  }
  return frames;
}

/// At equal steps, with the first and the last of them.
std::vector<const Frame*> some_of(const std::vector<const Frame*>& frames) {
  if (frames.size() <= most_columns) {
    return frames;
  }
  std::vector<const Frame*> some;
  for (std::size_t k = 0; k < most_columns; ++k) {
    some.push_back(frames[k * (frames.size() - 1) / (most_columns - 1)]);
  }
  return some;
}

ImageGrid empty_grid(const DreamReport& report) {
  return {.height = report.height, .width = report.width, .range = report.visible_range, .is_framed = true};
}

Panel single_frame_panel(const DreamReport& report, const Frame& frame) {
  ImageGrid grid = empty_grid(report);
  const Index room = images_with_room(report.height, report.width, picture_room);
  const auto drawn = std::min<Index>(room, std::ssize(frame.images));
  grid.rows =
      tiled({frame.images.begin(), frame.images.begin() + drawn}, report.height, report.width, picture_room);
  return image_panel(
      fmt::format("Visible means of chains at T = {}", format_compact(frame.temperature.value(), 3)), grid);
}

Panel images_panel(const DreamReport& report, const std::vector<const Frame*>& all) {
  const std::vector<const Frame*> frames = some_of(all);
  if (frames.size() == 1) {
    return single_frame_panel(report, *frames.front());
  }
  ImageGrid grid = empty_grid(report);
  auto chains = static_cast<std::size_t>(dream_chains_drawn(std::ssize(frames), report.height, report.width));
  for (const Frame* frame : frames) {
    chains = std::min(chains, frame->images.size());
  }
  grid.rows.resize(chains);
  const bool by_sweep = is_constant(report.frames);
  for (const Frame* frame : frames) {
    for (std::size_t chain = 0; chain < chains; ++chain) {
      grid.rows[chain].push_back(frame->images[chain]);
    }
    grid.column_names.push_back(by_sweep ? format_fixed(static_cast<double>(frame->sweep), 0)
                                         : format_compact(frame->temperature.value(), 3));
  }
  Panel panel = image_panel("Visible means, a row for each chain", grid);
  panel.x.label = by_sweep
                      ? fmt::format("sweep at T = {}", format_compact(frames.front()->temperature.value(), 3))
                      : "temperature T";
  return panel;
}

/// Chains × units, the first chain at the bottom, where its number is.
Panel units_panel(const DreamReport& report, const Frame& frame) {
  const Index all = frame.images.front().size();
  const Index units = std::min(all, most_units);
  const auto chains = static_cast<double>(frame.images.size());
  HeatMap map{.rows = frame.images.size(),
              .columns = static_cast<std::size_t>(units),
              .x = {0.5, static_cast<double>(units) + 0.5},
              .y = {0.5, chains + 0.5},
              .range = report.visible_range,
              .label = "mean of the unit"};
  for (auto image = frame.images.rbegin(); image != frame.images.rend(); ++image) {
    if (image->size() != all || all == 0) {
      throw std::invalid_argument(fmt::format(
          "visible means of {} units beside those of {}; must be of one number above 0", image->size(), all));
    }
    map.values.insert(map.values.end(), image->begin(), image->begin() + units);
  }
  return {
      .title = fmt::format("{} at T = {}",
                           units < all ? fmt::format("The first {} visible units", units) : "Visible units",
                           format_compact(frame.temperature.value(), 3)),
      .x = {.label = "visible unit"},
      .y = {.label = "chain"},
      .maps = {std::move(map)}};
}

Panel visible_panel(const DreamReport& report) {
  const std::vector<const Frame*> frames = frames_with_images(report);
  if (frames.empty()) {
    return {.title = "Visible means", .note = "no visible means were kept", .is_picture = true};
  }
  return report.height > 0 && report.width > 0 ? images_panel(report, frames)
                                               : units_panel(report, *frames.back());
}

Axis temperature_axis(const std::vector<Frame>& frames) {
  double coldest = HUGE_VAL;
  double hottest = 0;
  for (const Frame& frame : frames) {
    const double t = frame.temperature.value();
    coldest = std::min(coldest, t);
    hottest = std::isfinite(t) ? std::max(hottest, t) : hottest;
  }
  // T = 0 has no place on a logarithmic axis.
  const bool is_logarithmic = coldest > 0 && hottest > 4 * coldest;
  return {.label = "temperature T", .kind = is_logarithmic ? AxisKind::logarithmic : AxisKind::linear};
}

template <class Value>
std::vector<double> column(const DreamReport& report, Value value) {
  std::vector<double> values;
  std::transform(report.frames.begin(), report.frames.end(), std::back_inserter(values), value);
  return values;
}

std::vector<double> sweeps_of(const DreamReport& report) {
  return column(report, [](const Frame& frame) { return static_cast<double>(frame.sweep); });
}

std::vector<double> temperatures_of(const DreamReport& report) {
  return column(report, [](const Frame& frame) { return frame.temperature.value(); });
}

std::vector<double> energies_of(const DreamReport& report) {
  return column(report, [](const Frame& frame) { return frame.mean_energy; });
}

Panel schedule_panel(const DreamReport& report) {
  return {.title = "Schedule",
          .x = {.label = "sweep"},
          .y = temperature_axis(report.frames),
          .series = {{.x = sweeps_of(report), .y = temperatures_of(report), .width = 0.8}},
          .points = {{.x = sweeps_of(report), .y = temperatures_of(report)}}};
}

Panel energy_panel(const DreamReport& report) {
  const std::string name = "mean ± σ of the chains";
  Panel panel{.title = "Energy, sweep by sweep",
              .x = {.label = "sweep"},
              .y = {.label = "energy E"},
              .note = "no frame was reached"};
  Band band{.x = sweeps_of(report),
            .lower = energies_of(report),
            .upper = energies_of(report),
            .label = name,
            .colour = ColourRole::secondary};
  for (std::size_t k = 0; k < report.frames.size(); ++k) {
    band.lower[k] -= report.frames[k].energy_sd;
    band.upper[k] += report.frames[k].energy_sd;
  }
  panel.series = {{.x = band.x, .y = energies_of(report), .label = name, .colour = ColourRole::secondary}};
  panel.bands = {std::move(band)};
  return panel;
}

Panel cooling_panel(const DreamReport& report) {
  Axis axis = temperature_axis(report.frames);
  axis.reversed = true;
  return {.title = "Energy over temperature",
          .x = std::move(axis),
          .y = {.label = "energy E"},
          .series = {{.x = temperatures_of(report),
                      .y = energies_of(report),
                      .colour = ColourRole::secondary,
                      .width = 0.8}},
          .points = {{.x = temperatures_of(report),
                      .y = energies_of(report),
                      .y_error = column(report, [](const Frame& frame) { return frame.energy_sd; }),
                      .label = "mean ± σ of the chains",
                      .colour = ColourRole::secondary}}};
}

}  // namespace

Index dream_chains_drawn(Index frames, Index height, Index width) {
  if (frames < 1 || height < 1 || width < 1) {
    return 0;
  }
  const auto across = static_cast<double>(frames * (width + 1) - 1);
  const double pixel = picture_room.width / across;
  return std::clamp<Index>(
      static_cast<Index>(picture_room.height / (pixel * static_cast<double>(height + 1))), 1, 20);
}

Figure dream_figure(const DreamReport& report) {
  Figure figure{.title = report.title,
                .subtitle = report.subtitle,
                .width = 840,
                .height = 300,
                .columns = 2,
                .panels = {visible_panel(report)}};
  if (report.frames.empty() || is_constant(report.frames)) {
    figure.panels.push_back(energy_panel(report));
    return figure;
  }
  figure.height = 550;
  figure.panels.insert(figure.panels.end(),
                       {schedule_panel(report), energy_panel(report), cooling_panel(report)});
  return figure;
}

}  // namespace onedial
