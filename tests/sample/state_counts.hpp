#pragma once
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <numeric>
#include <vector>

#include "onedial/sample/system.hpp"
#include "outcomes.hpp"

// How often replicas are in each of their states, against exact probabilities.
namespace onedial::outcomes {

/// Looks at the replicas `looks` times, every `gap` sweeps after `burn_in`.
inline std::vector<double> count_states(System& system, Level levels, Temperature t, int burn_in, int looks,
                                        int gap) {
  std::vector<double> counts(state_count(levels, system.size()));
  const std::vector<Temperature> temperatures(static_cast<std::size_t>(system.replicas()), t);
  for (int k = 0; k < burn_in; ++k) {
    system.sweep(temperatures);
  }
  State state;
  for (int look = 0; look < looks; ++look) {
    for (int k = 0; k < gap; ++k) {
      system.sweep(temperatures);
    }
    for (Index r = 0; r < system.replicas(); ++r) {
      system.read(r, state);
      ++counts[index_of(state, levels)];
    }
  }
  return counts;
}

/// The two-sided p-value of χ² of independent counts. States expected fewer than ten times are one cell.
template <class Law>
double p_value(const std::vector<double>& counts, const Law& law) {
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  double sum = 0;
  int cells = 0;
  const auto add = [&](double count, double expected) {
    sum += (count - expected) * (count - expected) / expected;
    ++cells;
  };
  double rare_count = 0;
  double rare_expected = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double expected = total * law[static_cast<Index>(k)];
    if (expected >= 10) {
      add(counts[k], expected);
    } else {
      rare_count += counts[k];
      rare_expected += expected;
    }
  }
  if (rare_expected > 0) {
    add(rare_count, rare_expected);
  }
  const boost::math::chi_squared distribution(cells - 1);
  return 2 * std::min(boost::math::cdf(distribution, sum),
                      boost::math::cdf(boost::math::complement(distribution, sum)));
}

}  // namespace onedial::outcomes
