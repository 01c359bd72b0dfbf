#include "onedial/run/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace onedial {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

std::string cell(double value) {
  return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

}  // namespace

double Trace::Row::heat_capacity() const {
  const double value = temperature > 0 ? energy_variance / temperature / temperature : undefined;
  return std::isfinite(value) ? value : undefined;
}

Trace::Trace(Index sweeps) : stride_((sweeps + most_rows - 1) / most_rows) {}

void Trace::add(const AnnealSweep& sweep) {
  since_last_row_.attempts += sweep.stats.attempts;
  since_last_row_.flips += sweep.stats.flips;
  const Index done = sweep.progress.sweep + 1;
  if (done % stride_ != 0 && done != sweep.progress.sweeps) {
    return;
  }
  const auto replicas = static_cast<double>(sweep.energies.size());
  double mean = 0;
  for (const double energy : sweep.energies) {
    mean += energy / replicas;
  }
  double squares = 0;
  for (const double energy : sweep.energies) {
    squares += (energy - mean) * (energy - mean);
  }
  rows_.push_back({.sweep = done,
                   .temperature = sweep.temperature.value(),
                   .mean_energy = mean,
                   .energy_variance = replicas > 1 ? squares / (replicas - 1) : undefined,
                   .lowest_energy = *std::min_element(sweep.energies.begin(), sweep.energies.end()),
                   .best_energy = sweep.best_energy,
                   .flip_rate = static_cast<double>(since_last_row_.flips) /
                                static_cast<double>(since_last_row_.attempts)});
  since_last_row_ = {};
}

void Trace::transfer(StateArchive& archive) {
  archive.value(since_last_row_);
  archive.list(rows_);
}

std::string Trace::csv() const {
  std::string text =
      "sweep,temperature,mean_energy,energy_variance,lowest_energy,best_energy,flip_rate,heat_capacity\n";
  for (const Row& row : rows_) {
    text += fmt::format("{},{},{},{},{},{},{},{}\n", row.sweep, row.temperature, row.mean_energy,
                        cell(row.energy_variance), row.lowest_energy, row.best_energy, row.flip_rate,
                        cell(row.heat_capacity()));
  }
  return text;
}

}  // namespace onedial
