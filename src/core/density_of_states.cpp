#include "onedial/core/density_of_states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/curve_maxima.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double log_of_sum(double a, double b) {
  const double larger = std::max(a, b);
  return larger == -infinity ? larger : larger + std::log1p(std::exp(-std::abs(a - b)));
}

/// Σ g e^{−(E − E₀)/T} as its logarithm, and the weights of the levels relative to the largest.
struct Weights {
  std::vector<double> relative;
  double sum = 0;
  double log_sum = 0;
};

Weights weigh(const DensityOfStates& states, Temperature t) {
  Weights result;
  result.relative.reserve(static_cast<std::size_t>(states.size()));
  const double ground = states.energies().front();
  double largest = -infinity;
  for (std::size_t i = 0; i < states.energies().size(); ++i) {
    result.relative.push_back(states.log_states()[i] - t.reduced(states.energies()[i] - ground));
    largest = std::max(largest, result.relative.back());
  }
  CompensatedSum sum;
  for (double& weight : result.relative) {
    weight = elementary::exp(weight - largest);
    sum.add(weight);
  }
  result.sum = sum.value();
  result.log_sum = largest + elementary::log(result.sum);
  return result;
}

std::vector<Peak> peaks(const DensityOfStates& states, double Thermodynamics::*quantity) {
  if (states.size() < 2) {
    return {};
  }
  const std::span<const double> energies = states.energies();
  const double log_ground = states.log_states().front();
  const double log_ratio = states.log_state_count() - log_ground;
  const auto gap = [&](std::size_t level) { return energies[level] - energies.front(); };
  // All maxima lie between d₁/(ln(N/g) + 5) and d_max/2, see the peaks of a Spectrum. Nothing is to be seen
  // where all levels above the ground state have weights beyond the range of a double, and where levels of
  // degeneracy ratio r cross, C is high over some 3/ln r ≥ 3/ln(N/g) of ln T.
  constexpr double log_range_of_double = 650;
  double visible = infinity;
  for (std::size_t i = 1; i < energies.size(); ++i) {
    visible = std::min(visible, gap(i) / (states.log_states()[i] - log_ground + log_range_of_double));
  }
  const double coldest = std::max(gap(1) / (log_ratio + 5), visible);
  const double hottest = std::max(gap(energies.size() - 1) / 2, 2 * coldest);
  const double steps = std::ceil(std::log(hottest / coldest) * 2 * std::max(log_ratio, 8.0));
  return curve_maxima([&](Temperature t) { return thermodynamics(states, t).*quantity; },
                      Temperature(coldest), Temperature(hottest), static_cast<Index>(steps));
}

}  // namespace

DensityOfStates::DensityOfStates(std::vector<double> energies, std::vector<double> log_states) {
  if (energies.size() != log_states.size()) {
    throw std::invalid_argument(
        fmt::format("{} energies need as many ln g, not {}", energies.size(), log_states.size()));
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < energies.size(); ++i) {
    if (!std::isfinite(energies[i]) || std::isnan(log_states[i]) || log_states[i] == infinity) {
      throw std::invalid_argument(
          fmt::format("level {} has energy {} and ln g {}; the energy must be finite"
                      " and ln g a number below infinity",
                      i, energies[i], log_states[i]));
    }
    if (log_states[i] > -infinity) {
      order.push_back(i);
    }
  }
  if (order.empty()) {
    throw std::invalid_argument("a density of states needs at least one state");
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return energies[a] < energies[b]; });
  log_state_count_ = -infinity;
  for (const std::size_t i : order) {
    if (!energies_.empty() && energies_.back() == energies[i]) {
      log_states_.back() = log_of_sum(log_states_.back(), log_states[i]);
    } else {
      energies_.push_back(energies[i]);
      log_states_.push_back(log_states[i]);
    }
  }
  log_state_count_ = weigh(*this, Temperature::infinite()).log_sum;
}

DensityOfStates::DensityOfStates(const Spectrum& spectrum) {
  std::vector<std::pair<double, double>> levels;
  for (Index i = 0; i < spectrum.size(); ++i) {
    const double energy = spectrum.energies()[static_cast<std::size_t>(i)];
    if (std::isfinite(energy) && spectrum.degeneracy(i) > 0) {
      levels.emplace_back(energy, spectrum.degeneracy(i));
    }
  }
  std::sort(levels.begin(), levels.end());
  for (std::size_t i = 0; i < levels.size();) {
    CompensatedSum count;
    const double energy = levels[i].first;
    for (; i < levels.size() && levels[i].first == energy; ++i) {
      count.add(levels[i].second);
    }
    energies_.push_back(energy);
    log_states_.push_back(std::log(count.value()));
  }
  log_state_count_ = std::log(spectrum.state_count());
}

Thermodynamics thermodynamics(const DensityOfStates& states, Temperature t) {
  const double ground = states.energies().front();
  const double log_ground = states.log_states().front();
  if (t.is_zero()) {
    return {.temperature = t,
            .log_z = log_ground - t.reduced(ground),
            .mean_energy = ground,
            .energy_variance = 0,
            .entropy = log_ground,
            .free_energy = ground,
            .heat_capacity = 0,
            .entropy_slope = 0};
  }
  const Weights weights = weigh(states, t);
  CompensatedSum gaps;
  for (std::size_t i = 0; i < weights.relative.size(); ++i) {
    gaps.add(weights.relative[i] * (states.energies()[i] - ground));
  }
  const double mean_gap = gaps.value() / weights.sum;
  CompensatedSum squares;
  for (std::size_t i = 0; i < weights.relative.size(); ++i) {
    const double deviation = (states.energies()[i] - ground) - mean_gap;
    squares.add(weights.relative[i] * deviation * deviation);
  }
  const double variance = squares.value() / weights.sum;
  const double heat_capacity = variance / t.value() / t.value();
  return {.temperature = t,
          .log_z = weights.log_sum - t.reduced(ground),
          .mean_energy = ground + mean_gap,
          .energy_variance = variance,
          .entropy = weights.log_sum + t.reduced(mean_gap),
          // ln of one state is 0, and has no entropic energy at T = ∞ either
          .free_energy = weights.log_sum == 0 ? ground : ground - t.value() * weights.log_sum,
          .heat_capacity = heat_capacity,
          .entropy_slope = heat_capacity / t.value()};
}

std::vector<Peak> heat_capacity_peaks(const DensityOfStates& states) {
  return peaks(states, &Thermodynamics::heat_capacity);
}

std::vector<Peak> entropy_slope_peaks(const DensityOfStates& states) {
  return peaks(states, &Thermodynamics::entropy_slope);
}

}  // namespace onedial
