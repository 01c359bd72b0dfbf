#include "onedial/anneal/heat_capacity_curve.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

constexpr Index most_bins = 48;
constexpr Index sweeps_per_bin = 4;

bool has_logarithm(Temperature t) {
  return !t.is_zero() && !t.is_infinite();
}

struct Estimate {
  double mean;
  double standard_error;
};

/// The mean of one number a replica, with its error.
template <class Value>
Estimate over_replicas(std::size_t count, Value value_of) {
  const auto replicas = static_cast<double>(count);
  double mean = 0;
  for (std::size_t r = 0; r < count; ++r) {
    mean += value_of(r) / replicas;
  }
  double squares = 0;
  for (std::size_t r = 0; r < count; ++r) {
    squares += (value_of(r) - mean) * (value_of(r) - mean);
  }
  return {.mean = mean, .standard_error = std::sqrt(squares / (replicas - 1) / replicas)};
}

bool slope_agrees(const HeatCapacityCurve::Point& point) {
  const double error = std::hypot(point.standard_error, point.energy_slope_error);
  const double allowance = 0.1 * std::max(point.heat_capacity, point.energy_slope);
  return std::abs(point.heat_capacity - point.energy_slope) <= 3 * error + allowance;
}

/// 1/error², where an exact value counts much but not infinitely much.
double weight(double error) {
  constexpr double least = 1e-100;
  return 1 / std::max(error * error, least);
}

}  // namespace

double HeatCapacityCurve::Point::combined() const {
  if (!in_equilibrium) {
    return energy_slope;
  }
  const double of_fluctuation = weight(standard_error);
  const double of_slope = weight(energy_slope_error);
  return (of_fluctuation * heat_capacity + of_slope * energy_slope) / (of_fluctuation + of_slope);
}

double HeatCapacityCurve::Point::combined_error() const {
  if (!in_equilibrium) {
    return energy_slope_error;
  }
  return 1 / std::sqrt(weight(standard_error) + weight(energy_slope_error));
}

HeatCapacityCurve::HeatCapacityCurve(const Schedule& schedule, Index sweeps)
    : HeatCapacityCurve(coldest_and_hottest(schedule, sweeps), sweeps) {}

HeatCapacityCurve::HeatCapacityCurve(Temperature coldest, Temperature hottest, Index sweeps) {
  if (!has_logarithm(coldest) || !has_logarithm(hottest)) {
    return;
  }
  const Index bins = coldest == hottest ? 1 : std::clamp<Index>(sweeps / sweeps_per_bin, 1, most_bins);
  log_coldest_ = elementary::log(coldest.value());
  log_width_ = (elementary::log(hottest.value()) - log_coldest_) / static_cast<double>(bins);
  bins_.resize(static_cast<std::size_t>(bins));
}

void HeatCapacityCurve::add(Temperature t, std::span<const double> energies) {
  const bool is_out_of_range = !(1 / t.value() / t.value() < 1e300);  // of Var(E)/T²
  if (!has_logarithm(t) || is_out_of_range || energies.size() < least_replicas || bins_.empty()) {
    return;
  }
  const double position = log_width_ > 0 ? (elementary::log(t.value()) - log_coldest_) / log_width_ : 0.0;
  const auto last = static_cast<double>(bins_.size() - 1);
  Bin& bin = bins_[static_cast<std::size_t>(std::clamp(position, 0.0, last))];
  if (bin.fluctuations.empty()) {
    bin.fluctuations.resize(energies.size());
    bin.energies.resize(energies.size());
  }
  if (bin.fluctuations.size() != energies.size()) {
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
    bin.fluctuations[r] += scale * (energies[r] - mean) * (energies[r] - mean);
    bin.energies[r] += energies[r];
  }
  bin.temperatures += t.value();
  ++bin.sweeps;
}

void HeatCapacityCurve::transfer(StateArchive& archive) {
  for (Bin& bin : bins_) {
    archive.list(bin.fluctuations);
    archive.list(bin.energies);
    archive.value(bin.temperatures);
    archive.value(bin.sweeps);
  }
}

HeatCapacityCurve::Point HeatCapacityCurve::point(const Bin& colder, const Bin& bin, const Bin& hotter) {
  const auto sweeps = static_cast<double>(bin.sweeps);
  const Estimate fluctuation =
      over_replicas(bin.fluctuations.size(), [&](std::size_t r) { return bin.fluctuations[r] / sweeps; });
  Point point{.temperature = Temperature(bin.temperature()),
              .heat_capacity = fluctuation.mean,
              .standard_error = fluctuation.standard_error,
              .sweeps = bin.sweeps};
  const double interval = hotter.temperature() - colder.temperature();
  if (interval > 0) {
    const Estimate slope = over_replicas(bin.energies.size(), [&](std::size_t r) {
      return (hotter.energies[r] / static_cast<double>(hotter.sweeps) -
              colder.energies[r] / static_cast<double>(colder.sweeps)) /
             interval;
    });
    point.energy_slope = slope.mean;
    point.energy_slope_error = slope.standard_error;
  }
  return point;
}

std::vector<HeatCapacityCurve::Point> HeatCapacityCurve::points() const {
  std::vector<const Bin*> filled;
  for (const Bin& bin : bins_) {
    if (bin.sweeps > 0) {
      filled.push_back(&bin);
    }
  }
  std::vector<Point> points;
  for (std::size_t k = 0; k < filled.size(); ++k) {
    points.push_back(
        point(*filled[k > 0 ? k - 1 : k], *filled[k], *filled[std::min(k + 1, filled.size() - 1)]));
  }
  bool frozen = points.size() == 1;
  bool hotter_agrees = true;
  for (auto p = points.rbegin(); p != points.rend(); ++p) {
    // A run starts from states of another temperature, which the hottest bin has to forget, and the slope of
    // the next one is taken from it.
    constexpr std::ptrdiff_t from_the_start = 2;
    constexpr std::size_t few = 8;
    const bool is_start = p - points.rbegin() < from_the_start && points.size() > few;
    const bool agrees = is_start || slope_agrees(*p);
    if (!agrees && !hotter_agrees) {
      frozen = true;
      std::prev(p)->in_equilibrium = false;
    }
    p->in_equilibrium = !frozen;
    hotter_agrees = agrees;
  }
  return points;
}

std::vector<HeatCapacityCurve::Point> heat_capacity_peaks(std::span<const HeatCapacityCurve::Point> curve) {
  const auto peak = std::max_element(
      curve.begin(), curve.end(), [](const auto& a, const auto& b) { return a.combined() < b.combined(); });
  if (peak == curve.begin() || peak == curve.end()) {
    return {};
  }
  const auto stands_above = [&peak](const HeatCapacityCurve::Point& end) {
    return peak->energy_slope - end.energy_slope >
           3 * std::hypot(peak->energy_slope_error, end.energy_slope_error);
  };
  if (!stands_above(curve.front()) || !stands_above(curve.back()) || !std::prev(peak)->in_equilibrium) {
    return {};
  }
  return {*peak};
}

}  // namespace onedial
