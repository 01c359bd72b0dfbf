#include "onedial/measure/equilibration.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/binning.hpp"

namespace onedial {
namespace {

std::size_t common_length(ReplicaSeries replicas, std::size_t least) {
  const std::size_t length = replicas.empty() ? 0 : replicas.front().size();
  for (const std::vector<double>& series : replicas) {
    if (series.size() != length) {
      throw std::invalid_argument(
          fmt::format("replicas of {} and of {} samples are not of equal length", length, series.size()));
    }
  }
  if (length < least) {
    throw std::invalid_argument(fmt::format("at least {} samples are needed, there are {}", least, length));
  }
  return length;
}

double mean_of(std::span<const double> values) {
  Accumulator mean;
  for (const double value : values) {
    mean.add(value);
  }
  return mean.mean();
}

/// Whether the mean before a cut differs from that after it by more than noise explains. The noise is that of
/// successive differences of the means of twenty stretches, Σ(b_{i+1} − b_i)²/2(B − 1) (von Neumann 1941),
/// which a slow drift hardly adds to.
bool drifts(std::span<const double> average, std::size_t cut) {
  constexpr std::size_t stretches = 20;
  const std::vector<double> means =
      rebin(average, static_cast<Index>(std::max<std::size_t>(1, average.size() / stretches)));
  double squares = 0;
  for (std::size_t b = 1; b < means.size(); ++b) {
    squares += (means[b] - means[b - 1]) * (means[b] - means[b - 1]);
  }
  const double of_stretch = squares / (2 * static_cast<double>(means.size() - 1));
  const auto length = static_cast<double>(average.size());
  const auto before = static_cast<double>(cut);
  const double of_difference =
      of_stretch * (length / static_cast<double>(means.size())) * (1 / before + 1 / (length - before));
  const double difference = mean_of(average.first(cut)) - mean_of(average.subspan(cut));
  // Student's t for some 13 degrees of freedom, the best of many cuts, and twenty or more temperatures.
  constexpr double sigmas = 7;
  return difference * difference > sigmas * sigmas * of_difference;
}

}  // namespace

std::optional<Index> equilibration_length(ReplicaSeries replicas) {
  const std::size_t length = common_length(replicas, 20);
  std::vector<double> average(length);
  for (const std::vector<double>& series : replicas) {
    for (std::size_t t = 0; t < length; ++t) {
      average[t] += series[t] / static_cast<double>(replicas.size());
    }
  }
  const auto step = static_cast<Index>(std::max<std::size_t>(5, length / 1000));
  const auto dropped = static_cast<Index>(length) % step;  // at the beginning, by rebin
  const std::vector<double> bins = rebin(average, step);
  Accumulator rest;
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t first = bins.size(); first-- > 0;) {
    rest.add(bins[first]);
    const auto count = static_cast<double>(rest.count());
    if (rest.count() < 5) {
      continue;  // so few agree with each other by chance
    }
    const double error = rest.variance() * (count - 1) / (count * count);
    if (error <= least) {
      least = error;
      best = first;
    }
  }
  if (best == 0) {
    return 0;
  }
  const Index cut = dropped + static_cast<Index>(best) * step;
  if (2 * cut <= static_cast<Index>(length)) {
    return cut;
  }
  // Noise has its least somewhere too, and by chance late.
  return drifts(average, static_cast<std::size_t>(cut)) ? std::nullopt : std::optional<Index>(0);
}

double split_r_hat(ReplicaSeries replicas) {
  const std::size_t length = common_length(replicas, 4);
  const std::size_t half = length / 2;
  Accumulator means;
  Accumulator variances;
  for (const std::vector<double>& series : replicas) {
    for (const std::size_t first : {std::size_t{0}, length - half}) {
      Accumulator chain;
      for (std::size_t t = first; t < first + half; ++t) {
        chain.add(series[t]);
      }
      means.add(chain.mean());
      variances.add(chain.variance());
    }
  }
  const double within = variances.mean();
  const double between = means.variance();
  if (!(within > 0)) {
    return between > 0 ? std::numeric_limits<double>::infinity() : 1;
  }
  const auto n = static_cast<double>(half);
  return std::sqrt((n - 1) / n + between / within);
}

}  // namespace onedial
