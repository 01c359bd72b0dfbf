#include "training_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "onedial/learn/dream.hpp"
#include "onedial/learn/model_file.hpp"

namespace onedial::cli {
namespace {

/// Sweeps of replica exchange before the dreams of a report.
constexpr Index dream_sweeps = 300;

std::optional<TrainingReport::Likelihood> likelihood(const std::optional<Estimate>& estimate) {
  return estimate ? std::optional(TrainingReport::Likelihood{estimate->value, estimate->error})
                  : std::nullopt;
}

/// Hidden units by falling norm of their weights.
std::vector<Index> strongest_units(const RestrictedMachine& machine) {
  std::vector<Index> units(static_cast<std::size_t>(machine.hidden()));
  std::iota(units.begin(), units.end(), 0);
  const Eigen::RowVectorXf norms = machine.weights.colwise().squaredNorm();
  std::stable_sort(units.begin(), units.end(), [&](Index a, Index b) { return norms[a] > norms[b]; });
  return units;
}

void add_images(const RestrictedMachine& machine, const TrainerSettings& settings, TrainingReport& report) {
  report.height = machine.height;
  report.width = machine.width;
  const Index room = training_images_drawn(machine.height, machine.width);
  std::vector<Index> units = strongest_units(machine);
  units.resize(std::min(units.size(), static_cast<std::size_t>(room)));
  for (const Index unit : units) {
    report.filters.push_back(picture_of(machine, machine.weights.col(unit)));
  }
  const auto frames = exchange_dream(
      machine, {.temperatures = dream_ladder(machine, Temperature(1), settings.threads, settings.seed),
                .ladders = room,
                .equilibration = dream_sweeps,
                .frames = 1,
                .threads = settings.threads,
                .seed = settings.seed});
  for (Index chain = 0; chain < room; ++chain) {
    report.dreams.push_back(picture_of(machine, frames.back().means.row(chain).transpose()));
  }
}

}  // namespace

Eigen::VectorXd picture_of(const RestrictedMachine& machine, const Eigen::VectorXf& values) {
  if (machine.visible_units != VisibleUnits::softmax) {
    return values.cast<double>();
  }
  const Index levels = machine.levels;
  Eigen::VectorXd picture(values.size() / levels);
  for (Index unit = 0; unit < picture.size(); ++unit) {
    picture[unit] =
        values.segment(unit * levels, levels).cast<double>().dot(Eigen::VectorXd::LinSpaced(levels, 0, 1));
  }
  return picture;
}

TrainingReport training_report(const RestrictedMachine& machine, const std::vector<EpochRow>& history,
                               std::string subtitle, const TrainerSettings& settings) {
  TrainingReport report{.title = fmt::format("A machine of {} x {} units, {} visible", machine.visible(),
                                             machine.hidden(), visible_units_name(machine.visible_units)),
                        .subtitle = std::move(subtitle)};
  for (const EpochRow& row : history) {
    report.epochs.push_back({.epoch = row.report.epoch,
                             .rate = row.report.rate,
                             .pseudo_likelihood = row.report.pseudo_likelihood,
                             .held_out_pseudo_likelihood = row.report.held_out_pseudo_likelihood,
                             .log_likelihood = likelihood(row.learned),
                             .held_out_log_likelihood = likelihood(row.held_out),
                             .reconstruction_error = row.report.reconstruction_error,
                             .free_energy_gap = row.report.free_energy_gap});
  }
  report.weights.assign(machine.weights.data(), machine.weights.data() + machine.weights.size());
  if (machine.visible_units == VisibleUnits::spin) {
    report.visible_range = {-1, 1};
  }
  if (machine.height > 0) {
    add_images(machine, settings, report);
  }
  return report;
}

}  // namespace onedial::cli
