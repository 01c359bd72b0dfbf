#include "peak_estimates.hpp"

#include <algorithm>
#include <stdexcept>

#include "onedial/measure/accumulator.hpp"

namespace onedial::viewer {
namespace {

constexpr Index blocks = 32;  // of two replicas each, where there are 64

/// τ_int of a level's energies from how far the means of the replicas scatter, Var(mean) = 2τ Var(E)/n; ½ at
/// least.
double memory(std::span<const std::vector<double>> replicas) {
  Accumulator all;
  Accumulator means;
  for (const std::vector<double>& series : replicas) {
    Accumulator of_replica;
    for (const double energy : series) {
      of_replica.add(energy);
    }
    all.merge(of_replica);
    means.add(of_replica.mean());
  }
  const double n = static_cast<double>(replicas.front().size());
  return all.variance() > 0 ? std::max(0.5, 0.5 * n * means.variance() / all.variance()) : 0.5;
}

std::optional<PeakEstimate> highest(const std::vector<PeakEstimate>& peaks) {
  const auto found = std::max_element(peaks.begin(), peaks.end(),
                                      [](const auto& a, const auto& b) { return a.value < b.value; });
  return found == peaks.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::optional<PeakEstimates> estimate_peaks(const TemperatureLoop& loop, Index points) {
  // One series of all replicas one after the other: the blocks of its jackknife are then groups of replicas.
  std::vector<std::vector<double>> in_a_row(loop.levels().size());
  std::vector<EnergySamples> samples;
  for (std::size_t level = 0; level < in_a_row.size(); ++level) {
    const auto replicas = loop.energies(level);
    for (const std::vector<double>& series : replicas) {
      in_a_row[level].insert(in_a_row[level].end(), series.begin(), series.end());
    }
    samples.push_back({.temperature = loop.levels()[level],
                       .energies = {&in_a_row[level], 1},
                       .tau = in_a_row[level].empty() ? 0.5 : memory(replicas)});
  }
  try {
    const Reweighting reweighting(samples, blocks);
    PeakEstimates found;
    const double coldest = loop.levels().back().value();
    const double width = loop.levels().front().value() - coldest;
    for (Index k = 0; k < points; ++k) {
      found.curve.push_back(reweighting.at(
          Temperature(coldest + width * static_cast<double>(k) / static_cast<double>(points - 1))));
    }
    found.heat_capacity = highest(reweighting.heat_capacity_peaks());
    found.entropy_slope = highest(reweighting.entropy_slope_peaks());
    return found;
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

}  // namespace onedial::viewer
