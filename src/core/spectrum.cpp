#include "onedial/core/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {

Spectrum::Spectrum(std::vector<double> energies) : energies_(std::move(energies)) {
  find_ground();
}

Spectrum::Spectrum(std::vector<double> energies, std::vector<double> degeneracies)
    : energies_(std::move(energies)), degeneracies_(std::move(degeneracies)) {
  if (energies_.size() != degeneracies_.size()) {
    throw std::invalid_argument("spectrum has " + std::to_string(energies_.size()) + " energies but " +
                                std::to_string(degeneracies_.size()) + " degeneracies");
  }
  for (std::size_t i = 0; i < degeneracies_.size(); ++i) {
    if (!(degeneracies_[i] >= 0) || std::isinf(degeneracies_[i])) {
      throw std::invalid_argument("degeneracy " + std::to_string(i) + " is " +
                                  std::to_string(degeneracies_[i]) + "; it must be finite and not negative");
    }
  }
  find_ground();
}

Spectrum Spectrum::from_logits(std::span<const double> logits) {
  std::vector<double> energies(logits.size());
  std::transform(logits.begin(), logits.end(), energies.begin(), [](double z) { return -z; });
  return Spectrum(std::move(energies));
}

void Spectrum::find_ground() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double lowest = infinity;
  for (std::size_t i = 0; i < energies_.size(); ++i) {
    if (std::isnan(energies_[i]) || energies_[i] == -infinity) {
      throw std::invalid_argument("energy " + std::to_string(i) + " is " +
                                  (std::isnan(energies_[i]) ? "NaN" : "-inf") +
                                  "; energies are finite, or +inf for a state that never occurs");
    }
    if (degeneracy(static_cast<Index>(i)) > 0) {
      lowest = std::min(lowest, energies_[i]);
    }
  }
  if (lowest == infinity) {
    throw std::invalid_argument("spectrum has no state of finite energy");
  }
  ground_energy_ = lowest;
  double second = infinity;
  double highest = lowest;
  for (Index i = 0; i < size(); ++i) {
    const double energy = energies_[static_cast<std::size_t>(i)];
    const double degeneracy = this->degeneracy(i);
    if (energy == infinity || degeneracy == 0) {
      continue;
    }
    state_count_ += degeneracy;
    if (energy == lowest) {
      ground_degeneracy_ += degeneracy;
    } else {
      second = std::min(second, energy);
      highest = std::max(highest, energy);
    }
  }
  first_gap_ = highest > lowest ? second - lowest : 0.0;
  largest_gap_ = highest - lowest;
  if (std::isinf(largest_gap_)) {
    throw std::invalid_argument("the energies span more than a double can hold");
  }
  if (std::isinf(state_count_)) {
    throw std::invalid_argument("the degeneracies add up to more than a double can hold");
  }
}

double log_partition_function(const Spectrum& spectrum, Temperature t) {
  return thermodynamics(spectrum, t).log_z;
}

std::vector<double> boltzmann_probabilities(const Spectrum& spectrum, Temperature t) {
  std::vector<double> probabilities(static_cast<std::size_t>(spectrum.size()));
  CompensatedSum total;
  const auto energies = spectrum.energies();
  for (std::size_t i = 0; i < energies.size(); ++i) {
    probabilities[i] = boltzmann_weight(energies[i], spectrum.ground_energy(), t);
    total.add(spectrum.degeneracy(static_cast<Index>(i)) * probabilities[i]);
  }
  for (double& p : probabilities) {
    p /= total.value();
  }
  return probabilities;
}

}  // namespace onedial
