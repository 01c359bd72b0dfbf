#include "onedial/measure/importance_weights.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/jackknife.hpp"

namespace onedial {
namespace {

void require_weights(std::span<const double> log_weights) {
  if (log_weights.size() < 2) {
    throw std::invalid_argument(fmt::format("{} weights; there must be at least 2", log_weights.size()));
  }
  for (std::size_t i = 0; i < log_weights.size(); ++i) {
    if (!std::isfinite(log_weights[i])) {
      throw std::invalid_argument(fmt::format("ln of weight {} is {}; must be finite", i, log_weights[i]));
    }
  }
}

/// Weights relative to the largest one.
struct ScaledWeights {
  explicit ScaledWeights(std::span<const double> log_weights)
      : log_scale(*std::max_element(log_weights.begin(), log_weights.end())) {
    CompensatedSum total;
    for (const double log_weight : log_weights) {
      weights.push_back(boltzmann_weight(-log_weight, -log_scale, Temperature(1)));
      total.add(weights.back());
    }
    sum = total.value();
  }

  /// Σw but for weights `first` … `last` − 1.
  [[nodiscard]] double sum_without(std::size_t first, std::size_t last) const {
    CompensatedSum block;
    for (std::size_t i = first; i < last; ++i) {
      block.add(weights[i]);
    }
    if (block.value() <= sum / 2) {
      return sum - block.value();
    }
    CompensatedSum rest;  // where the difference would lose digits
    for (std::size_t i = 0; i < weights.size(); ++i) {
      rest.add(i < first || i >= last ? weights[i] : 0);
    }
    return rest.value();
  }

  double log_scale;
  std::vector<double> weights;
  double sum = 0;
};

double log_mean(std::span<const double> log_weights) {
  const ScaledWeights scaled(log_weights);
  return scaled.log_scale + elementary::log(scaled.sum / static_cast<double>(log_weights.size()));
}

}  // namespace

LogMeanWeight log_mean_weight(std::span<const double> log_weights, Index blocks) {
  require_weights(log_weights);
  const std::size_t block_count = blocks == 0 ? log_weights.size() : static_cast<std::size_t>(blocks);
  if (blocks < 0 || block_count < 2 || block_count > log_weights.size()) {
    throw std::invalid_argument(fmt::format("{} blocks of {} weights; must be at least 2, and none empty",
                                            blocks, log_weights.size()));
  }
  const auto count = static_cast<double>(log_weights.size());
  const ScaledWeights scaled(log_weights);
  const double mean = scaled.sum / count;
  const double value = scaled.log_scale + elementary::log(mean);

  Accumulator logs;
  CompensatedSum squares;
  CompensatedSum deviations;
  for (std::size_t i = 0; i < log_weights.size(); ++i) {
    const double weight = scaled.weights[i];
    logs.add(log_weights[i]);
    squares.add(weight * weight);
    deviations.add((weight - mean) * (weight - mean));
  }
  std::vector<double> without_block;
  for (std::size_t block = 0; block < block_count; ++block) {
    const std::size_t first = log_weights.size() * block / block_count;
    const std::size_t last = log_weights.size() * (block + 1) / block_count;
    const double rest = scaled.sum_without(first, last);
    without_block.push_back(scaled.log_scale +
                            elementary::log(rest / (count - static_cast<double>(last - first))));
  }
  const JackknifeEstimate jack = jackknife(value, without_block);
  return {.value = value,
          .standard_error = std::sqrt(deviations.value() / (count - 1) / count) / mean,
          .jackknife_error = jack.standard_error,
          .bias = jack.bias,
          .effective_samples = scaled.sum * scaled.sum / squares.value(),
          .mean_log = logs.mean()};
}

double confident_lower_bound(std::span<const double> log_weights, double confidence) {
  require_weights(log_weights);
  if (!(confidence > 0.5 && confidence < 1)) {
    throw std::invalid_argument(fmt::format("a confidence ({}) must lie between 1/2 and 1", confidence));
  }
  constexpr std::size_t most_groups = 16;
  const std::size_t groups = std::min(most_groups, log_weights.size());
  Accumulator means;
  for (std::size_t g = 0; g < groups; ++g) {
    const std::size_t first = log_weights.size() * g / groups;
    const std::size_t last = log_weights.size() * (g + 1) / groups;
    means.add(log_mean(log_weights.subspan(first, last - first)));
  }
  const auto count = static_cast<double>(groups);
  const boost::math::students_t student(count - 1);
  return means.mean() - boost::math::quantile(student, confidence) * std::sqrt(means.variance() / count);
}

}  // namespace onedial
