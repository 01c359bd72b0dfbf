#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "onedial/measure/jackknife.hpp"
#include "onedial/measure/reweighting.hpp"
#include "onedial/measure/thermodynamics_errors.hpp"

namespace onedial {

Thermodynamics Reweighting::evaluate(const Density& density, Temperature t) const {
  Thermodynamics value = thermodynamics(density.states, t);
  value.log_z += anchor_;
  value.entropy += anchor_;
  const double rounding = 1e-13 * (1 + std::abs(value.log_z) + std::abs(t.reduced(value.mean_energy)));
  if (value.entropy < 0 && value.entropy > -rounding) {
    value.entropy = 0;
  }
  value.free_energy = -t.value() * value.log_z;
  return value;
}

ReweightedPoint Reweighting::at(Temperature t) const {
  if (t.is_zero()) {
    throw std::invalid_argument("samples of T > 0 cannot be reweighted to T = 0");
  }
  const Thermodynamics value = evaluate(densities_.front(), t);
  std::vector<Thermodynamics> others;
  for (const Density& density : without()) {
    others.push_back(evaluate(density, t));
  }
  ReweightedPoint point{.value = value, .standard_error = thermodynamics_errors(value, others)};
  const auto states = std::span(density().log_states());
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t m = 0; m < states.size(); ++m) {
    largest = std::max(largest, states[m] - t.reduced(density().energies()[m]));
  }
  double sum = 0;
  double squares = 0;
  for (std::size_t m = 0; m < states.size(); ++m) {
    const double weight = std::exp(states[m] - t.reduced(density().energies()[m]) - largest);
    sum += weight;
    squares += weight * weight / level_counts_[static_cast<Index>(m)];
  }
  point.effective_samples = sum * sum / squares;
  return point;
}

std::vector<PeakEstimate> Reweighting::peaks(double Thermodynamics::*field) const {
  std::vector<double> finite;
  for (const Temperature t : temperatures_) {
    if (!t.is_infinite()) {
      finite.push_back(t.value());
    }
  }
  if (finite.size() < 2) {
    return {};
  }
  const auto curve = [&](const Density& density, double t) {
    return evaluate(density, Temperature(t)).*field;
  };
  constexpr std::size_t steps = 512;
  std::vector<double> grid(steps + 1);
  std::vector<double> values(steps + 1);
  for (std::size_t i = 0; i <= steps; ++i) {
    grid[i] = finite.back() * std::pow(finite.front() / finite.back(), static_cast<double>(i) / steps);
    values[i] = curve(densities_.front(), grid[i]);
  }
  /// The maximum between two temperatures.
  const auto maximum = [&](const Density& density, double low, double high) {
    constexpr int half_the_bits = 26;
    return boost::math::tools::brent_find_minima([&](double t) { return -curve(density, t); }, low, high,
                                                 half_the_bits)
        .first;
  };
  const auto stands_out = [&](double top, double foot) {
    const auto height = [&](const Density& density) { return curve(density, top) - curve(density, foot); };
    std::vector<double> heights;
    for (const Density& density : without()) {
      heights.push_back(height(density));
    }
    return height(densities_.front()) > 3 * jackknife(height(densities_.front()), heights).standard_error;
  };
  // Tops between feet; a top that does not stand out on one side merges with its neighbour there.
  std::vector<PeakEstimate> found;
  std::size_t left = 0;
  std::size_t top = 0;
  std::size_t right = 0;
  for (std::size_t i = 1; i <= steps; ++i) {
    if (values[i] > values[top]) {
      top = right = i;
    } else if (values[i] < values[right]) {
      right = i;
    }
    const bool ends = i == steps;
    if (!(ends || values[i] > values[right]) || right == top || !stands_out(grid[top], grid[right])) {
      continue;
    }
    if (ends || stands_out(grid[i], grid[right])) {
      if (top > left && stands_out(grid[top], grid[left])) {
        const double low = grid[left];
        const double high = grid[right];
        const double t = maximum(densities_.front(), grid[top - 1], grid[top + 1]);
        std::vector<double> places;
        std::vector<double> tops;
        // Farther off than a fifth of T a maximum of a part of the data is not this peak.
        for (const Density& density : without()) {
          const double other = maximum(density, std::max(low, t * 0.8), std::min(high, t * 1.25));
          places.push_back(other);
          tops.push_back(curve(density, other));
        }
        const double value = curve(densities_.front(), t);
        found.push_back({.temperature = t,
                         .temperature_error = jackknife(t, places).standard_error,
                         .value = value,
                         .value_error = jackknife(value, tops).standard_error});
      }
      left = right;
      top = i;
      right = i;
    }
  }
  return found;
}

std::vector<PeakEstimate> Reweighting::heat_capacity_peaks() const {
  return peaks(&Thermodynamics::heat_capacity);
}

std::vector<PeakEstimate> Reweighting::entropy_slope_peaks() const {
  return peaks(&Thermodynamics::entropy_slope);
}

}  // namespace onedial
