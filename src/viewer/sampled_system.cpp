#include "onedial/viewer/sampled_system.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "onedial/core/elementary.hpp"
#include "sampled_columns.hpp"

namespace onedial::viewer {
namespace {

/// How many bins HeatCapacityCurve has at most, and four sweeps to fill each.
constexpr Index curve_sweeps = 4 * static_cast<Index>(TemperatureBins::count);
constexpr std::size_t most_recent = 4096;
constexpr std::size_t enough_recent = 64;

bool is_on_scale(Temperature t) {
  return !t.is_zero() && !t.is_infinite();
}

/// Whether turning the dial from one to the other leaves equilibrium behind: by more than a tenth, or from or
/// to an end of the dial.
bool is_jump(Temperature from, Temperature to) {
  constexpr double tenth = 0.1;
  if (!is_on_scale(from) || !is_on_scale(to)) {
    return from != to;
  }
  return std::abs(to.value() / from.value() - 1) > tenth;
}

double log_bin_width(const SampledSettings& settings) {
  return (elementary::log(settings.hottest.value()) - elementary::log(settings.coldest.value())) /
         static_cast<double>(TemperatureBins::count);
}

/// As HeatCapacityCurve has it.
bool slope_agrees(const HeatCapacityCurve::Point& point) {
  const double error = std::hypot(point.standard_error, point.energy_slope_error);
  return std::abs(point.heat_capacity - point.energy_slope) <=
         3 * error + 0.1 * std::max(point.heat_capacity, point.energy_slope);
}

bool is_near(double a, double b, double log_distance) {
  return std::abs(elementary::log(a / b)) < log_distance;
}

/// Whether the time averages of the replicas differ so much that each has hardly left the states it froze
/// in: their variance is at least half of Var(E) = C T², where long runs in equilibrium have 2τ/n of it.
bool is_frozen_apart(const HeatCapacityCurve::Point& point, const TemperatureBins::Point& energy,
                     Index replicas) {
  constexpr Index enough_sweeps = 100;
  const double t = point.temperature.value();
  const double of_means = static_cast<double>(replicas) * energy.error * energy.error;
  return point.sweeps >= enough_sweeps && of_means > 0 && of_means >= 0.5 * point.heat_capacity * t * t;
}

}  // namespace

SampledSystem::SampledSystem(std::unique_ptr<System> system, SampledSettings settings)
    : settings_(std::move(settings)),
      system_(std::move(system)),
      temperatures_(static_cast<std::size_t>(system_->replicas()), settings_.coldest),
      history_(column_count),
      curve_(GeometricSchedule{settings_.hottest, settings_.coldest}, curve_sweeps),
      energies_(settings_.coldest, settings_.hottest, system_->replicas()),
      orders_(settings_.coldest, settings_.hottest, system_->replicas()),
      flip_rates_(settings_.coldest, settings_.hottest),
      recent_(static_cast<std::size_t>(std::min<Index>(system_->replicas(), 8))) {
  forget_recent();
  system_->read(0, state_);
  order_ = settings_.order_parameter ? settings_.order_parameter(state_) : 0;
  best_energy_ = system_->energies()[0];
  best_state_ = state_;
  note_best();
}

void SampledSystem::sweep(Temperature t) {
  if (sweeps_ > 0 && is_jump(temperatures_[0], t)) {
    settling_.restart();
  }
  if (sweeps_ == 0 || temperatures_[0] != t) {
    std::fill(temperatures_.begin(), temperatures_.end(), t);
    sweeps_at_temperature_ = 0;
    forget_recent();
  }
  const SweepStats stats = system_->sweep(temperatures_);
  const auto updates = static_cast<double>(system_->size() * system_->replicas());
  flip_rate_ = static_cast<double>(stats.flips) / updates;
  system_->read(0, state_);
  order_ = settings_.order_parameter ? settings_.order_parameter(state_) : 0;
  ++sweeps_;
  ++sweeps_at_temperature_;
  note_best();
  record(t);
  measure(t);
}

void SampledSystem::write(Index replica, const State& state) {
  system_->write(replica, state);
  system_->read(0, state_);
  order_ = settings_.order_parameter ? settings_.order_parameter(state_) : 0;
  settling_.restart();
  forget_recent();
  note_best();
}

void SampledSystem::note_best() {
  const auto energies = system_->energies();
  const auto best = std::min_element(energies.begin(), energies.end());
  if (*best < best_energy_) {
    best_energy_ = *best;
    system_->read(best - energies.begin(), best_state_);
  }
}

/// The dial goes into the history as ln T within its scale, so that T = 0 and T = ∞ have a place and sums of
/// buckets stay finite.
void SampledSystem::record(Temperature t) {
  const auto energies = system_->energies();
  const auto [least, greatest] = std::minmax_element(energies.begin(), energies.end());
  std::array<double, column_count> row{};
  row[mean_column] = mean_energy() / settings_.unit;
  row[least_column] = std::min(*least / settings_.unit, *greatest / settings_.unit);
  row[greatest_column] = std::max(*least / settings_.unit, *greatest / settings_.unit);
  row[shown_column] = energies[0] / settings_.unit;
  row[best_column] = best_energy_ / settings_.unit;
  row[temperature_column] = elementary::log(std::clamp(t, settings_.coldest, settings_.hottest).value());
  row[flip_column] = flip_rate_;
  row[order_column] = order_;
  history_.add(row);
}

void SampledSystem::measure(Temperature t) {
  const auto energies = system_->energies();
  if (!settling_.is_settled()) {
    settling_.add(energies, sweeps_at_temperature_ == 1);
    return;
  }
  remember();
  curve_.add(t, energies);
  for (std::size_t r = 0; r < energies.size(); ++r) {
    energies_.add(t, static_cast<Index>(r), energies[r]);
  }
  flip_rates_.add(t, 0, flip_rate_);
  if (settings_.order_parameter) {
    // One replica a sweep, in turn: to read all of them would take longer than the sweep.
    const Index replica = sweeps_ % system_->replicas();
    if (replica == 0) {
      orders_.add(t, 0, order_);
    } else {
      system_->read(replica, scratch_);
      orders_.add(t, replica, settings_.order_parameter(scratch_));
    }
  }
}

void SampledSystem::forget_recent() {
  std::for_each(recent_.begin(), recent_.end(), [](auto& series) { series.clear(); });
  next_look_ = enough_recent;
  memory_.reset();
  autocorrelation_.clear();
}

/// Looks at the memory whenever there is a quarter more to look at, so that it costs little a sweep.
void SampledSystem::remember() {
  constexpr Index longest_lag = 31;
  const auto energies = system_->energies();
  for (std::size_t r = 0; r < recent_.size(); ++r) {
    recent_[r].push_back(energies[r]);
  }
  const std::size_t length = recent_[0].size();
  if (length < next_look_) {
    return;
  }
  memory_ = autocorrelation_time(recent_);
  autocorrelation_ = autocovariance(recent_, memory_ ? longest_lag : 0);
  const double variance = autocorrelation_[0];
  std::for_each(autocorrelation_.begin(), autocorrelation_.end(), [&](double& rho) { rho /= variance; });
  if (!memory_) {
    autocorrelation_.clear();
  }
  next_look_ = length + length / 4;
  if (length >= most_recent) {
    std::for_each(recent_.begin(), recent_.end(), [](auto& series) {
      series.erase(series.begin(), series.begin() + static_cast<std::ptrdiff_t>(series.size() / 2));
    });
    next_look_ = recent_[0].size() + most_recent / 8;
  }
}

double SampledSystem::mean_energy() const {
  const auto energies = system_->energies();
  return std::accumulate(energies.begin(), energies.end(), 0.0) / static_cast<double>(energies.size());
}

bool SampledSystem::is_compared(const HeatCapacityCurve::Point& point) {
  return point.energy_slope != point.heat_capacity;
}

std::vector<HeatCapacityCurve::Point> SampledSystem::heat_capacities() const {
  std::vector<HeatCapacityCurve::Point> points = curve_.points();
  const double reach = 2.5 * log_bin_width(settings_);
  const auto are_near = [&](std::size_t a, std::size_t b) {
    return is_near(points[a].temperature.value(), points[b].temperature.value(), reach);
  };
  bool frozen = false;
  bool hotter_agrees = true;
  for (std::size_t k = points.size(); k-- > 0;) {
    const bool has_slope = k > 0 && k + 1 < points.size() && are_near(k - 1, k) && are_near(k, k + 1);
    if (!has_slope) {  // the dial has jumped over the temperatures beside it
      points[k].energy_slope = points[k].heat_capacity;
      points[k].energy_slope_error = points[k].standard_error;
    }
    const bool agrees = slope_agrees(points[k]);
    if (!agrees && !hotter_agrees) {
      frozen = true;
      points[k + 1].in_equilibrium = false;
    }
    points[k].in_equilibrium = !frozen;
    hotter_agrees = agrees;
  }
  const auto energies = energies_.points();
  for (HeatCapacityCurve::Point& point : points) {
    const auto energy = std::find_if(energies.begin(), energies.end(), [&](const auto& other) {
      return is_near(other.temperature, point.temperature.value(), 1e-6);
    });
    if (energy != energies.end() && is_frozen_apart(point, *energy, system_->replicas())) {
      point.in_equilibrium = false;
    }
  }
  return points;
}

std::optional<HeatCapacityCurve::Point> SampledSystem::heat_capacity_at(Temperature t) const {
  if (!is_on_scale(t)) {
    return std::nullopt;
  }
  for (const HeatCapacityCurve::Point& point : heat_capacities()) {
    if (is_near(point.temperature.value(), t.value(), 0.5 * log_bin_width(settings_))) {
      return point;
    }
  }
  return std::nullopt;
}

std::optional<SampledSystem::TrackedPeak> SampledSystem::peak() const {
  const auto points = heat_capacities();
  const auto peaks = heat_capacity_peaks(points);
  if (peaks.empty()) {
    return std::nullopt;
  }
  const auto found = std::find_if(points.begin(), points.end(), [&](const auto& point) {
    return point.temperature == peaks.front().temperature;
  });
  return TrackedPeak{
      .point = *found,
      .temperature_error = ((found + 1)->temperature.value() - (found - 1)->temperature.value()) / 4};
}

double SampledSystem::mean_energy_error() const {
  const auto energies = system_->energies();
  const auto replicas = static_cast<double>(energies.size());
  if (energies.size() < 2) {
    return 0;
  }
  const double mean = mean_energy();
  double squares = 0;
  for (const double energy : energies) {
    squares += (energy - mean) * (energy - mean);
  }
  return std::sqrt(squares / (replicas - 1) / replicas);
}

std::vector<TemperatureBins::Point> SampledSystem::flip_rates_where(bool in_equilibrium) const {
  const auto capacities = heat_capacities();
  std::vector<TemperatureBins::Point> points;
  for (const TemperatureBins::Point& rate : flip_rates()) {
    const auto at = std::find_if(capacities.begin(), capacities.end(), [&](const auto& point) {
      return is_near(point.temperature.value(), rate.temperature, 1e-6);
    });
    if ((at == capacities.end() || at->in_equilibrium) == in_equilibrium) {
      points.push_back(rate);
    }
  }
  return points;
}

std::vector<double> SampledSystem::mean_history() const {
  return history_.means(mean_column);
}

}  // namespace onedial::viewer
