#include "onedial/anneal/resampling.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "onedial/core/boltzmann.hpp"

namespace onedial {
namespace {

double beta_of(Temperature t) {
  return 1 / t.value();
}

void require_step(std::span<const double> energies, Temperature from, Temperature to) {
  if (energies.empty()) {
    throw std::invalid_argument("there are no energies to weigh");
  }
  if (!(to < from) || to.is_zero()) {
    throw std::invalid_argument(fmt::format("a step of temperature must fall and end above 0; {} follows {}",
                                            to.value(), from.value()));
  }
}

/// The weights of a step of β, which are those of states in equilibrium at the temperature 1/step.
StepWeights weights_of(std::span<const double> energies, double beta_step) {
  const Temperature t(1 / beta_step);
  const double least = *std::min_element(energies.begin(), energies.end());
  StepWeights result;
  result.weights.reserve(energies.size());
  for (const double energy : energies) {
    result.weights.push_back(boltzmann_weight(energy, least, t));
  }
  result.sum = std::accumulate(result.weights.begin(), result.weights.end(), 0.0);
  result.log_mean = elementary::log(result.sum / static_cast<double>(energies.size())) - t.reduced(least);
  return result;
}

double overlap_of(std::span<const double> energies, double beta_step) {
  const StepWeights step = weights_of(energies, beta_step);
  const double mean = step.sum / static_cast<double>(energies.size());
  double overlap = 0;
  for (const double weight : step.weights) {
    overlap += std::min(1.0, weight / mean);
  }
  return overlap / static_cast<double>(energies.size());
}

}  // namespace

StepWeights step_weights(std::span<const double> energies, Temperature from, Temperature to) {
  require_step(energies, from, to);
  return weights_of(energies, beta_of(to) - beta_of(from));
}

double energy_overlap(std::span<const double> energies, Temperature from, Temperature to) {
  require_step(energies, from, to);
  return overlap_of(energies, beta_of(to) - beta_of(from));
}

Temperature next_temperature(std::span<const double> energies, Temperature from, Temperature coldest,
                             double overlap) {
  require_step(energies, from, coldest);
  if (!(overlap > 0 && overlap < 1)) {
    throw std::invalid_argument(fmt::format("an overlap ({}) must lie in (0, 1)", overlap));
  }
  double too_far = beta_of(coldest) - beta_of(from);
  if (overlap_of(energies, too_far) >= overlap) {
    return coldest;
  }
  // The overlap falls as the step grows: the further a law is tilted, the more it differs.
  double near = 0;
  constexpr double precision = 1e-3;
  while (too_far - near > precision * too_far) {
    const double middle = near + (too_far - near) / 2;
    (overlap_of(energies, middle) >= overlap ? near : too_far) = middle;
  }
  return Temperature(1 / (beta_of(from) + near));
}

std::vector<Index> systematic_copies(std::span<const double> weights, double offset) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  const Index count = std::ssize(weights);
  std::vector<Index> copies(weights.size());
  double sum = 0;
  Index given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += weights[i];
    while (given < count &&
           (static_cast<double>(given) + offset) * total < sum * static_cast<double>(count)) {
      ++copies[i];
      ++given;
    }
  }
  // Where rounding has put the last point on the end of the sum.
  copies[static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin())] +=
      count - given;
  return copies;
}

}  // namespace onedial
