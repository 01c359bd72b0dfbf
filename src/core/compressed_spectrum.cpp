#include "onedial/core/compressed_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gap_bins.hpp"
#include "node_sums.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

void add(CompressedSpectrum::Nodes& nodes, double gap, double weight) {
  if (weight > 0) {
    nodes.gaps.push_back(gap);
    nodes.log_weights.push_back(elementary::log(weight));
  }
}

void fill_lanes(CompressedSpectrum::Nodes& nodes) {
  const std::size_t size = (nodes.gaps.size() + 7) / 8 * 8;
  nodes.gaps.resize(size, 1.0);
  nodes.log_weights.resize(size, -std::numeric_limits<double>::infinity());
}

/// The variance of y over the nodes; where they lie close together, from a second sum about their mean.
double variance_of(const CompressedSpectrum::Nodes& nodes, const NodeSums& sums, double scale, bool hot) {
  if (!(sums.weight > 0)) {
    return 0;
  }
  const double mean = sums.first / sums.weight;
  const double variance = sums.second / sums.weight - mean * mean;
  if (variance > 1e-2 * mean * mean) {
    return variance;
  }
  const NodeSums centred = sum_nodes(nodes, scale, hot, mean);
  const double shift = centred.first / centred.weight;
  return std::max(0.0, centred.second / centred.weight - shift * shift);
}

}  // namespace

CompressedSpectrum::CompressedSpectrum(const Spectrum& spectrum)
    : ground_energy_(spectrum.ground_energy()),
      ground_degeneracy_(spectrum.ground_degeneracy()),
      largest_gap_(spectrum.largest_gap()) {
  for (const GapBin& bin : bin_gaps(spectrum)) {
    for (const Node& node : gauss_nodes(bin)) {
      add(gauss_, node.gap, node.weight);
    }
    for (const Node& node : lobatto_nodes(bin)) {
      add(lobatto_, node.gap, node.weight);
    }
    add(rounding_, bin.lower, bin.m0 * bin.rounding());
  }
  for (const double log_weight : gauss_.log_weights) {
    largest_log_weight_ = std::max(largest_log_weight_, std::abs(log_weight));
  }
  size_ = 1 + static_cast<Index>(gauss_.gaps.size());
  fill_lanes(gauss_);
  fill_lanes(lobatto_);
  fill_lanes(rounding_);
}

Thermodynamics CompressedSpectrum::evaluate(Temperature t) const {
  // Moments in units of T; at T = ∞, where that would make all of them 0, of the largest gap.
  const bool hot = t.is_infinite();
  const double unit = hot ? std::max(largest_gap_, std::numeric_limits<double>::min()) : t.value();
  const NodeSums sums = sum_nodes(gauss_, 1 / unit, hot);
  const double z = ground_degeneracy_ + sums.weight;
  const double mean = sums.first / z;
  const double excited_mean = sums.weight > 0 ? sums.first / sums.weight : 0;
  const double within = variance_of(gauss_, sums, 1 / unit, hot);
  const double variance = sums.weight / z * (within + ground_degeneracy_ / z * excited_mean * excited_mean);
  const double log_states =
      elementary::log(ground_degeneracy_) + elementary::log1p(sums.weight / ground_degeneracy_);
  const bool moving = !t.is_zero() && !hot;
  return {.temperature = t,
          .log_z = log_states - t.reduced(ground_energy_),
          .mean_energy = ground_energy_ + mean * unit,
          .energy_variance = variance * unit * unit,
          .entropy = log_states + (moving ? mean : 0.0),
          .free_energy = log_states == 0 ? ground_energy_ : ground_energy_ - t.value() * log_states,
          .heat_capacity = moving ? variance : 0.0,
          .entropy_slope = moving ? variance / unit : 0.0};
}

CompressedSpectrum::Bounds CompressedSpectrum::log_z_bounds(Temperature t) const {
  const double shift = t.reduced(ground_energy_);
  const double log_ground = elementary::log(ground_degeneracy_);
  if (std::isinf(shift)) {
    return {-shift, -shift};
  }
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const auto sums_of = [&](const Nodes& nodes) { return sum_nodes(nodes, 1 / t.value(), false); };
  // A relative error δ of a bin's moments changes its sum by less than δ(1 + (βh)²) times its size at the
  // lower end, if h ≤ d/32 is half the width of the bin: that much is left out below and added above, and
  // what a gap, an exponent and an exponential lose in a weight, and the weights under e^{−708}.
  const NodeSums moments = sums_of(rounding_);
  const double moment_error = 4 * (moments.weight + moments.second / 1024);
  const auto error = [&](const NodeSums& sums) {
    return moment_error + epsilon * ((8 + largest_log_weight_) * sums.weight + 8 * sums.first);
  };
  const NodeSums below = sums_of(gauss_);
  const NodeSums above = sums_of(lobatto_);
  const double least = std::max(0.0, below.weight - error(below));
  const double most = above.weight + error(above) + 4e-308 * static_cast<double>(lobatto_.gaps.size());
  const auto log_z = [&](double excited, double side) {
    const double growth = elementary::log1p(excited / ground_degeneracy_);
    const double rounding = 4 * epsilon * (std::abs(log_ground) + growth + std::abs(shift));
    return (log_ground + growth) - shift + side * rounding;
  };
  return {.lower = log_z(least, -1), .upper = log_z(most, 1)};
}

}  // namespace onedial
