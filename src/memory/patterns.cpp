#include "onedial/memory/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "onedial/core/error.hpp"

namespace onedial {

void require_spins(const Patterns& patterns) {
  if (patterns.size() == 0) {
    throw InputError("no patterns; must be at least one, of at least one unit");
  }
  for (Index p = 0; p < patterns.cols(); ++p) {
    for (Index i = 0; i < patterns.rows(); ++i) {
      if (const double value = patterns(i, p); value != 1 && value != -1) {
        throw InputError(fmt::format("pattern {}, unit {}: {}; must be one of the two values -1 and 1", p + 1,
                                     i + 1, value));
      }
    }
  }
}

Patterns random_patterns(Index units, Index count, double activity, RandomStream& random) {
  if (!(activity > 0 && activity < 1)) {
    throw std::invalid_argument(fmt::format("activity ({}) must be between 0 and 1", activity));
  }
  if (units < 1 || count < 1) {
    throw std::invalid_argument(
        fmt::format("{} patterns of {} units; both must be at least 1", count, units));
  }
  Patterns patterns(units, count);
  for (double& spin : patterns.reshaped()) {
    spin = uniform01(random) < activity ? 1 : -1;
  }
  return patterns;
}

Patterns patterns_from(const Dataset& dataset, Index count, double threshold) {
  if (count > dataset.size()) {
    throw InputError(fmt::format("{} patterns are asked for, but there are {}", count, dataset.size()));
  }
  const Index taken = count == 0 ? dataset.size() : count;
  const auto rows = dataset.values.topRows(taken).cast<double>().array();
  return (rows > threshold).select(Patterns::Ones(taken, dataset.features()), -1).transpose();
}

State state_of(const Patterns& patterns, Index index) {
  State state(static_cast<std::size_t>(patterns.rows()));
  const auto column = patterns.col(index);
  std::transform(column.begin(), column.end(), state.begin(), [](double spin) { return spin > 0 ? 1 : 0; });
  return state;
}

Eigen::VectorXd spins_of(const State& state) {
  Eigen::VectorXd spins(static_cast<Index>(state.size()));
  std::transform(state.begin(), state.end(), spins.begin(),
                 [](Level level) { return level_value(Domain::spin, level); });
  return spins;
}

void corrupt(State& state, double noise, RandomStream& random) {
  for (Level& level : state) {
    level ^= uniform01(random) < noise / 2 ? 1 : 0;
  }
}

Eigen::VectorXd overlaps(const Patterns& patterns, const State& state) {
  return patterns.transpose() * spins_of(state) / static_cast<double>(patterns.rows());
}

}  // namespace onedial
