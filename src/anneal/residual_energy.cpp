#include "onedial/anneal/residual_energy.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "onedial/core/elementary.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/line_fit.hpp"

namespace onedial {
namespace {

/// The law through points (ln x, ln e).
DecayLaw law_of(const LineFit& line) {
  return {.amplitude = elementary::exp(line.a),
          .exponent = {.value = -line.b, .error = std::sqrt(line.variance_b * line.scatter())},
          .chi_squared = line.chi_squared,
          .degrees_of_freedom = line.degrees_of_freedom};
}

double decayed(const DecayLaw& law, double log_x) {
  return law.amplitude * elementary::exp(-law.exponent.value * log_x);
}

}  // namespace

Estimate mean_of_replicas(std::span<const double> values) {
  if (values.empty()) {
    throw std::invalid_argument("a mean needs a replica");
  }
  Accumulator moments;
  for (const double value : values) {
    moments.add(value);
  }
  const auto count = static_cast<double>(values.size());
  return {.value = moments.mean(), .error = values.size() > 1 ? std::sqrt(moments.variance() / count) : NAN};
}

double ResidualEnergyLaws::log_odds_of_power() const {
  const double least = std::min(power.chi_squared, logarithmic.chi_squared);
  const double scatter = std::max(1.0, least / static_cast<double>(power.degrees_of_freedom));
  return (logarithmic.chi_squared - power.chi_squared) / (2 * scatter);
}

std::optional<ResidualEnergyLaws> fit_residual_energy(std::span<const ResidualEnergy> points) {
  constexpr double least_significance = 3;
  constexpr Index least_sweeps = 3;
  std::vector<double> log_sweeps;
  std::vector<double> log_log_sweeps;
  std::vector<double> log_energies;
  std::vector<double> errors;
  for (const ResidualEnergy& point : points) {
    const auto [value, error] = point.energy;
    if (point.sweeps >= least_sweeps && error > 0 && value > least_significance * error) {
      log_sweeps.push_back(elementary::log(static_cast<double>(point.sweeps)));
      log_log_sweeps.push_back(elementary::log(log_sweeps.back()));
      log_energies.push_back(elementary::log(value));
      errors.push_back(error / value);
    }
  }
  if (log_sweeps.size() < 3) {
    return std::nullopt;
  }
  return ResidualEnergyLaws{.power = law_of(fit_line(log_sweeps, log_energies, errors)),
                            .logarithmic = law_of(fit_line(log_log_sweeps, log_energies, errors)),
                            .points = static_cast<Index>(log_sweeps.size())};
}

double power_at(const DecayLaw& law, double sweeps) {
  return decayed(law, elementary::log(sweeps));
}

double logarithmic_at(const DecayLaw& law, double sweeps) {
  return decayed(law, elementary::log(elementary::log(sweeps)));
}

}  // namespace onedial
