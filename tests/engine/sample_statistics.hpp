#pragma once
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/core/thermodynamics.hpp"

// What samples say about exact answers. Thresholds in the tests: 5 standard errors for one comparison, more
// for many, such that all comparisons of a test together go wrong by chance in fewer than one of 10⁶ seeds.
namespace onedial::engine_cases {

inline double mean_of(const std::vector<double>& estimates) {
  return std::accumulate(estimates.begin(), estimates.end(), 0.0) / static_cast<double>(estimates.size());
}

/// The standard error of the mean of independent estimates, by their own spread.
inline double standard_error(const std::vector<double>& estimates) {
  const auto count = static_cast<double>(estimates.size());
  const double mean = mean_of(estimates);
  double squares = 0;
  for (const double estimate : estimates) {
    squares += (estimate - mean) * (estimate - mean);
  }
  return std::sqrt(squares / (count - 1) / count);
}

/// How many standard errors the mean is off `exact`: with B estimates, Student-distributed with B − 1 degrees
/// of freedom.
inline double deviation(const std::vector<double>& estimates, double exact) {
  return (mean_of(estimates) - exact) / standard_error(estimates);
}

/// (χ² − ν)/√(2ν) of the counts of states, those with fewer than ten expected taken together until
/// there are ten.
inline double chi_squared(const std::vector<double>& counts, const std::vector<double>& probabilities) {
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  double sum = 0;
  double cells = 0;
  constexpr double least = 10;
  const auto add = [&](double count, double expected) {
    sum += (count - expected) * (count - expected) / expected;
    ++cells;
  };
  double rest_count = 0;
  double rest_expected = 0;
  for (std::size_t state = 0; state < counts.size(); ++state) {
    const double expected = total * probabilities[state];
    if (expected >= least) {
      add(counts[state], expected);
      continue;
    }
    rest_count += counts[state];
    rest_expected += expected;
    if (rest_expected >= least) {
      add(rest_count, rest_expected);
      rest_count = rest_expected = 0;
    }
  }
  return (sum - (cells - 1)) / std::sqrt(2 * (cells - 1));
}

/// e^{−E/T}/Z of all states.
inline std::vector<double> boltzmann_law(const std::vector<double>& energies, const Thermodynamics& exact) {
  std::vector<double> probabilities;
  for (const double energy : energies) {
    probabilities.push_back(std::exp(-energy / exact.temperature.value() - exact.log_z));
  }
  return probabilities;
}

}  // namespace onedial::engine_cases
