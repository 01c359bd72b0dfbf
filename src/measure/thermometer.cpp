#include "onedial/measure/thermometer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "finite.hpp"
#include "onedial/measure/jackknife.hpp"

namespace onedial {
namespace {

double beta_of(Temperature t) {
  return t.is_infinite() ? 0 : 1 / t.value();
}

/// Three neighbouring temperatures as β, with their ⟨E⟩ and Var(E) and the errors of these.
struct Span {
  std::array<double, 3> beta{};
  std::array<double, 3> energy{};
  std::array<double, 3> energy_error{};
  std::array<double, 3> variance{};
  std::array<double, 3> variance_error{};

  [[nodiscard]] double step(std::size_t k) const { return beta.at(k + 1) - beta.at(k); }
};

/// Weights of three values in the integral of the parabola through them.
std::array<double, 3> parabola_weights(const Span& span) {
  const double h0 = span.step(0);
  const double h1 = span.step(1);
  const double h = h0 + h1;
  return {h / 6 * (2 - h1 / h0), h / 6 * h * h / (h0 * h1), h / 6 * (2 - h0 / h1)};
}

std::array<double, 3> trapezium_weights(const Span& span) {
  return {span.step(0) / 2, (span.step(0) + span.step(1)) / 2, span.step(1) / 2};
}

/// The weight of place j in the slope, at place `at`, of the polynomial through values at all places
/// (Lagrange).
double slope_weight(std::span<const double> x, std::size_t at, std::size_t j) {
  double sum = 0;
  double product = 1 / (x[j] - x[at]);
  for (std::size_t m = 0; m < x.size(); ++m) {
    if (m != at) {
      sum += 1 / (x[at] - x[m]);
    }
    if (m != j && m != at) {
      product *= (x[at] - x[m]) / (x[j] - x[m]);
    }
  }
  return j == at ? sum : product;
}

/// What the slope of the parabola through three neighbours misses, d³⟨E⟩/dT³ h₀h₁/6, from d²C/dT² instead.
double parabola_miss(const std::vector<ThermometerReading>& readings, std::size_t middle) {
  const auto t = [&](std::size_t k) { return readings[k].temperature.value(); };
  const double below = t(middle) - t(middle - 1);
  const double above = t(middle + 1) - t(middle);
  const double bend = ((readings[middle + 1].heat_capacity - readings[middle].heat_capacity) / above -
                       (readings[middle].heat_capacity - readings[middle - 1].heat_capacity) / below) /
                      (below + above);  // half of the second derivative
  return bend * below * above / 3;
}

/// d⟨E⟩/dT from the temperatures next to a level, and those two away where their steps are much the same: a
/// polynomial through uneven steps swings between them.
void add_energy_slope(std::vector<ThermometerReading>& readings, std::size_t middle) {
  constexpr double much_the_same = 3;
  const auto step = [&](std::size_t k) {  // ∞ at the ends
    return k + 1 < readings.size() ? readings[k + 1].temperature.value() - readings[k].temperature.value()
                                   : HUGE_VAL;
  };
  const double narrow = std::min(step(middle - 1), step(middle));
  const double wide = std::max(step(middle - 1), step(middle));
  if (!(wide <= much_the_same * narrow)) {
    return;
  }
  const bool reaches_further =
      middle >= 2 && step(middle - 2) <= much_the_same * narrow && step(middle + 1) <= much_the_same * narrow;
  const std::size_t reach = reaches_further ? 2 : 1;
  const std::size_t first = middle - reach;
  const std::size_t count = 2 * reach + 1;
  std::array<double, 5> x{};
  for (std::size_t j = 0; j < count; ++j) {
    x.at(j) = readings[first + j].temperature.value();
  }
  double slope = 0;
  double squared_error = 0;
  double nearest = 0;  // the slope from the nearest three alone
  for (std::size_t j = 0; j < count; ++j) {
    const ThermometerReading& other = readings[first + j];
    const double distance = other.mean_energy - readings[middle].mean_energy;
    const double weight = slope_weight(std::span(x).first(count), middle - first, j);
    slope += weight * distance;
    squared_error += std::pow(weight * other.mean_energy_error, 2);
    if (j + 1 >= reach && j <= reach + 1) {
      nearest += slope_weight(std::span(x).subspan(reach - 1, 3), 1, j + 1 - reach) * distance;
    }
  }
  const double miss = reaches_further ? slope - nearest : parabola_miss(readings, middle);
  readings[middle].energy_slope = slope;
  readings[middle].energy_slope_error = std::sqrt(squared_error + miss * miss);
}

double weighted(const std::array<double, 3>& weights, const std::array<double, 3>& values) {
  return weights[0] * values[0] + weights[1] * values[1] + weights[2] * values[2];
}

double weighted_error(const std::array<double, 3>& weights, const std::array<double, 3>& errors) {
  return std::hypot(weights[0] * errors[0], weights[1] * errors[1], weights[2] * errors[2]);
}

/// Empty where the three temperatures lie too far apart for the integral over them.
std::optional<bool> agrees(const Span& span) {
  const double change = span.energy[2] - span.energy[0];
  const double parabola = -weighted(parabola_weights(span), span.variance);
  const double trapezium = -weighted(trapezium_weights(span), span.variance);
  const double error = std::hypot(span.energy_error[0], span.energy_error[2],
                                  weighted_error(parabola_weights(span), span.variance_error));
  constexpr double sigmas = 4;
  constexpr double too_coarse = 0.25;
  const double miss = std::abs(parabola - trapezium);
  if (miss > too_coarse * std::abs(trapezium) + sigmas * error) {
    return std::nullopt;
  }
  return std::abs(change - parabola) <= sigmas * error + miss;
}

}  // namespace

Thermometer::Thermometer(std::vector<Temperature> temperatures) : temperatures_(std::move(temperatures)) {
  if (temperatures_.empty()) {
    throw std::invalid_argument("a thermometer needs at least one temperature");
  }
  if (temperatures_.front().is_zero()) {
    throw std::invalid_argument("at T = 0 fluctuations tell no heat capacity; temperatures must be above 0");
  }
  for (std::size_t k = 1; k < temperatures_.size(); ++k) {
    if (!(temperatures_[k - 1] < temperatures_[k])) {
      throw std::invalid_argument(fmt::format("temperatures must rise; {} follows {}",
                                              temperatures_[k].value(), temperatures_[k - 1].value()));
    }
  }
  levels_.resize(temperatures_.size());
}

void Thermometer::add(Index level, std::span<const double> energies) {
  Level& here = levels_.at(static_cast<std::size_t>(level));
  if (energies.empty() || (!here.first.empty() && energies.size() != here.first.size())) {
    throw std::invalid_argument(
        fmt::format("energies of {} replicas where there were {}; the number must be "
                    "at least 1 and stay the same",
                    energies.size(), here.first.size()));
  }
  require_finite(energies);
  if (here.first.empty()) {
    here.first.assign(energies.begin(), energies.end());
  }
  const double origin = here.first.front();
  constexpr double rounding = 1e-12;
  double sum = 0;
  double squares = 0;
  for (std::size_t r = 0; r < energies.size(); ++r) {
    const double distance = energies[r] - origin;
    sum += distance;
    squares += distance * distance;
    here.has_events =
        here.has_events || std::abs(energies[r] - here.first[r]) > rounding * std::abs(here.first[r]);
  }
  const auto count = static_cast<double>(energies.size());
  const std::array moments = {sum / count, squares / count};
  here.moments.add(moments);
  here.means.add(moments[0]);
}

ThermometerReading Thermometer::read(std::size_t level) const {
  const Level& here = levels_[level];
  const Index sweeps = here.means.count();
  if (sweeps < 2) {
    throw std::logic_error(
        fmt::format("T = {} has {} samples; at least 2 are needed", temperatures_[level].value(), sweeps));
  }
  ThermometerReading reading{.temperature = temperatures_[level],
                             .samples = sweeps * std::ssize(here.first),
                             .has_events = here.has_events,
                             .mean_energy = here.first.front() + here.means.mean()};
  if (!here.has_events) {
    return reading;
  }
  const double beta = beta_of(reading.temperature);
  const JackknifeEstimate variance = jackknife(here.moments.blocks(), [](std::span<const double> moments) {
    return moments[1] - moments[0] * moments[0];
  });
  reading.energy_variance = variance.value;
  reading.energy_variance_error = variance.standard_error;
  reading.heat_capacity = beta * beta * variance.value;
  reading.heat_capacity_error = beta * beta * variance.standard_error;
  const std::optional<LogBinning::Level> plateau = here.means.plateau();
  const std::vector<LogBinning::Level> bins = here.means.levels();
  reading.is_long_enough = plateau.has_value();
  if (!bins.empty()) {
    // Without a plateau, the longest bins of which there are enough to tell their scatter are a lower bound.
    const auto last = std::find_if(bins.begin() + 1, bins.end(), [&](const auto& one) {
      return plateau ? one.bin_length > plateau->bin_length : one.bins < LogBinning::least_bins;
    });
    const LogBinning::Level& best = *(last - 1);
    // Bins of length B miss a part of the memory that goes as 1/B, so that bins half as long miss twice of
    // it.
    const double shorter = last - bins.begin() >= 2 ? (last - 2)->tau : best.tau;
    // A series that swings to and fro forgets faster than one of independent samples; its mean is still
    // uncertain by as much as one sample changes it.
    const auto length = static_cast<double>(sweeps);
    reading.tau = std::max({best.tau, 2 * best.tau - shorter, 1 / (2 * length)});
    reading.mean_energy_error = std::sqrt(2 * reading.tau * here.means.variance() / length);
  }
  reading.effective_samples = static_cast<double>(reading.samples) / (2 * reading.tau);
  return reading;
}

std::vector<ThermometerReading> Thermometer::readings() const {
  std::vector<ThermometerReading> readings;
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    readings.push_back(read(k));
  }
  if (readings.size() < 3) {
    return readings;
  }
  for (std::size_t middle = 1; middle + 1 < readings.size(); ++middle) {
    Span span;
    bool has_events = true;
    for (std::size_t k = 0; k < 3; ++k) {
      const ThermometerReading& reading = readings[middle + k - 1];
      span.beta.at(k) = beta_of(reading.temperature);
      span.energy.at(k) = reading.mean_energy;
      span.energy_error.at(k) = reading.mean_energy_error;
      span.variance.at(k) = reading.energy_variance;
      span.variance_error.at(k) = reading.energy_variance_error;
      has_events = has_events && reading.has_events;
    }
    if (has_events) {
      readings[middle].in_equilibrium = agrees(span);
    }
    if (readings[middle].has_events) {
      add_energy_slope(readings, middle);
    }
  }
  readings.front().in_equilibrium = readings[1].in_equilibrium;
  readings.back().in_equilibrium = readings[readings.size() - 2].in_equilibrium;
  return readings;
}

}  // namespace onedial
