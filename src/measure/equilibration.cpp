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
  return 2 * cut > static_cast<Index>(length) ? std::nullopt : std::optional(cut);
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
