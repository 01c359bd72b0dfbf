#include "ising_exact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <tuple>
#include <utility>

#include "onedial/measure/integrated_entropy.hpp"
#include "onedial/model/ising_square.hpp"

namespace onedial::viewer {
namespace {

constexpr Index largest_finite = 64;

Thermodynamics per_site(Index length, Temperature t) {
  if (length == 0) {
    return onsager(t);
  }
  Thermodynamics all = ising_square(length, t);
  const auto sites = static_cast<double>(length * length);
  for (double Thermodynamics::*field :
       {&Thermodynamics::log_z, &Thermodynamics::mean_energy, &Thermodynamics::energy_variance,
        &Thermodynamics::entropy, &Thermodynamics::free_energy, &Thermodynamics::heat_capacity,
        &Thermodynamics::entropy_slope}) {
    all.*field /= sites;
  }
  return all;
}

/// Temperatures from end to end, with steps that grow with the distance from T_c: the peak is as narrow as
/// 1/L.
std::vector<Temperature> nodes(Temperature coldest, Temperature hottest) {
  constexpr int per_side = 28;
  constexpr double sharpness = 5;
  const double critical = ising_square_critical_temperature;
  std::vector<Temperature> out;
  for (int k = -per_side; k <= per_side; ++k) {
    const double end = (k < 0 ? coldest : hottest).value();
    const double part = std::sinh(sharpness * std::abs(k) / per_side) / std::sinh(sharpness);
    if (k != 0) {  // at T_c itself C of the infinite lattice is infinite
      out.emplace_back(critical * std::exp(part * std::log(end / critical)));
    }
  }
  return out;
}

/// Where C is highest, by golden sections between the neighbours of the highest node.
Temperature find_peak(const IsingExact& exact) {
  if (exact.length == 0) {
    return Temperature(ising_square_critical_temperature);
  }
  const auto& points = exact.points;
  const auto highest =
      std::max_element(points.begin() + 1, points.end() - 1,
                       [](const auto& a, const auto& b) { return a.heat_capacity < b.heat_capacity; });
  const auto c = [&](double t) { return ising_square(exact.length, Temperature(t)).heat_capacity; };
  double lower = (highest - 1)->temperature.value();
  double upper = (highest + 1)->temperature.value();
  const double ratio = 1 / std::numbers::phi;
  double left = upper - ratio * (upper - lower);
  double right = lower + ratio * (upper - lower);
  double at_left = c(left);
  double at_right = c(right);
  while (upper - lower > 1e-4) {
    if (at_left > at_right) {
      upper = std::exchange(right, left);
      at_right = at_left;
      left = upper - ratio * (upper - lower);
      at_left = c(left);
    } else {
      lower = std::exchange(left, right);
      at_left = at_right;
      right = lower + ratio * (upper - lower);
      at_right = c(right);
    }
  }
  return Temperature(0.5 * (lower + upper));
}

IsingExact calculate(Index length, Temperature coldest, Temperature hottest) {
  IsingExact exact;
  exact.length = length;
  exact.label = length == 0 ? "exact, L = ∞" : fmt::format("exact, L = {}", length);
  for (const Temperature t : nodes(coldest, hottest)) {
    exact.points.push_back(per_site(length, t));
  }
  exact.peak = find_peak(exact);
  return exact;
}

}  // namespace

double IsingExact::mean_energy(Temperature t) const {
  if (length == 0 || t <= points.front().temperature || t >= points.back().temperature) {
    return per_site(length, t).mean_energy;
  }
  const auto hotter = std::find_if(points.begin(), points.end(),
                                   [&](const Thermodynamics& point) { return point.temperature >= t; });
  const Thermodynamics& b = *hotter;
  const Thermodynamics& a = *(hotter - 1);
  const double step = b.temperature.value() - a.temperature.value();
  const double x = (t.value() - a.temperature.value()) / step;
  return (1 + 2 * x) * (1 - x) * (1 - x) * a.mean_energy + x * (1 - x) * (1 - x) * step * a.heat_capacity +
         x * x * (3 - 2 * x) * b.mean_energy - x * x * (1 - x) * step * b.heat_capacity;
}

const IsingExact& ising_exact(Index length, Temperature coldest, Temperature hottest) {
  static std::mutex mutex;
  static std::map<std::tuple<Index, double, double>, IsingExact> known;
  const Index finite = length <= largest_finite ? length : 0;
  const std::tuple key(finite, coldest.value(), hottest.value());
  const std::scoped_lock lock(mutex);
  const auto found = known.find(key);
  return found != known.end() ? found->second
                              : known.emplace(key, calculate(finite, coldest, hottest)).first->second;
}

double spontaneous_magnetisation(Temperature t) {
  if (t.value() >= ising_square_critical_temperature) {
    return 0;
  }
  const double inverse = 1 / std::sinh(t.is_zero() ? INFINITY : 2 / t.value());
  return std::pow(1 - std::pow(inverse, 4), 0.125);
}

Series exact_series(const IsingExact& exact, double Thermodynamics::*quantity) {
  Series series{.label = exact.label, .colour = ColourRole::secondary, .style = LineStyle::dashed};
  for (const Thermodynamics& point : exact.points) {
    series.x.push_back(point.temperature.value());
    series.y.push_back(point.*quantity);
  }
  return series;
}

std::vector<TemperatureBins::Point> measured_entropy(const SampledSystem& system, Index bonds) {
  constexpr double hot_enough = 4;
  constexpr double longest_step = 1.25;  // of T, from one bin to the next
  const auto capacities = system.heat_capacities();
  const auto energies = system.mean_energies();
  if (capacities.size() != energies.size() || capacities.empty() ||
      capacities.back().temperature.value() < hot_enough) {
    return {};
  }
  std::vector<ThermometerReading> readings = {{.temperature = Temperature::infinite(),
                                               .has_events = true,
                                               .energy_variance = static_cast<double>(bonds)}};
  for (std::size_t k = capacities.size(); k-- > 0;) {
    const double t = energies[k].temperature;
    const bool is_gap = readings.size() > 1 && readings.back().temperature.value() > longest_step * t;
    if (!capacities[k].in_equilibrium || is_gap) {
      break;
    }
    readings.push_back({.temperature = Temperature(t),
                        .has_events = true,
                        .mean_energy = energies[k].mean,
                        .mean_energy_error = energies[k].error,
                        .energy_variance = capacities[k].heat_capacity * t * t,
                        .energy_variance_error = capacities[k].standard_error * t * t});
  }
  std::reverse(readings.begin(), readings.end());
  const auto sites = static_cast<double>(system.system().size());
  const auto entropies = integrate_entropy(readings, sites * std::numbers::ln2);
  std::vector<TemperatureBins::Point> points;
  for (std::size_t k = 0; k + 1 < readings.size(); ++k) {
    points.push_back({.temperature = readings[k].temperature.value(),
                      .mean = entropies[k].value / sites,
                      .error = entropies[k].standard_error / sites});
  }
  return points;
}

}  // namespace onedial::viewer
