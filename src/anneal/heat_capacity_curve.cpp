#include "onedial/anneal/heat_capacity_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

constexpr Index most_bins = 48;
constexpr Index sweeps_per_bin = 4;

bool has_logarithm(Temperature t) {
  return !t.is_zero() && !t.is_infinite();
}

}  // namespace

HeatCapacityCurve::HeatCapacityCurve(const Schedule& schedule, Index sweeps) {
  double coldest = std::numeric_limits<double>::infinity();
  double hottest = 0;
  for (Index k = 0; k < sweeps; ++k) {
    const Temperature t = temperature_at(schedule, {.sweep = k, .sweeps = sweeps});
    if (has_logarithm(t)) {
      coldest = std::min(coldest, t.value());
      hottest = std::max(hottest, t.value());
    }
  }
  if (hottest == 0) {
    return;
  }
  const Index bins = coldest == hottest ? 1 : std::clamp<Index>(sweeps / sweeps_per_bin, 1, most_bins);
  log_coldest_ = elementary::log(coldest);
  log_width_ = (elementary::log(hottest) - log_coldest_) / static_cast<double>(bins);
  bins_.resize(static_cast<std::size_t>(bins));
}

void HeatCapacityCurve::add(Temperature t, std::span<const double> energies) {
  if (!has_logarithm(t) || energies.size() < 2 || bins_.empty()) {
    return;
  }
  const double position = log_width_ > 0 ? (elementary::log(t.value()) - log_coldest_) / log_width_ : 0.0;
  const auto last = static_cast<double>(bins_.size() - 1);
  Bin& bin = bins_[static_cast<std::size_t>(std::clamp(position, 0.0, last))];
  if (bin.sums.empty()) {
    bin.sums.resize(energies.size());
  }
  if (bin.sums.size() != energies.size()) {
    throw std::invalid_argument("the number of replicas changed within a run");
  }
  const auto replicas = static_cast<double>(energies.size());
  double mean = 0;
  for (const double energy : energies) {
    mean += energy;
  }
  mean /= replicas;
  const double scale = replicas / (replicas - 1) / t.value() / t.value();
  for (std::size_t r = 0; r < energies.size(); ++r) {
    bin.sums[r] += scale * (energies[r] - mean) * (energies[r] - mean);
  }
  bin.temperatures += t.value();
  ++bin.sweeps;
}

std::vector<HeatCapacityCurve::Point> HeatCapacityCurve::points() const {
  std::vector<Point> points;
  for (const Bin& bin : bins_) {
    if (bin.sweeps == 0) {
      continue;
    }
    const auto sweeps = static_cast<double>(bin.sweeps);
    const auto replicas = static_cast<double>(bin.sums.size());
    double mean = 0;
    for (const double sum : bin.sums) {
      mean += sum / sweeps / replicas;
    }
    double squares = 0;
    for (const double sum : bin.sums) {
      squares += (sum / sweeps - mean) * (sum / sweeps - mean);
    }
    points.push_back({.temperature = Temperature(bin.temperatures / sweeps),
                      .heat_capacity = mean,
                      .standard_error = std::sqrt(squares / (replicas - 1) / replicas),
                      .sweeps = bin.sweeps});
  }
  return points;
}

std::vector<HeatCapacityCurve::Point> heat_capacity_peaks(std::span<const HeatCapacityCurve::Point> curve) {
  if (curve.size() < 3) {
    return {};
  }
  const auto peak = std::max_element(curve.begin(), curve.end(), [](const auto& a, const auto& b) {
    return a.heat_capacity < b.heat_capacity;
  });
  const auto stands_above = [&peak](const HeatCapacityCurve::Point& end) {
    return peak->heat_capacity - end.heat_capacity > 3 * std::hypot(peak->standard_error, end.standard_error);
  };
  if (!stands_above(curve.front()) || !stands_above(curve.back())) {
    return {};
  }
  return {*peak};
}

}  // namespace onedial
