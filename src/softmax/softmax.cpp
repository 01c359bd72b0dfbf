#include "onedial/softmax/softmax.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "block_weights.hpp"
#include "gap_moments.hpp"

namespace onedial {
namespace {

void check_sizes(std::size_t logits, std::size_t out) {
  if (logits != out) {
    throw std::invalid_argument(fmt::format("there are {} logits, but room for {} results", logits, out));
  }
}

/// Weights into probabilities, in place.
template <class Real>
void normalize(std::span<Real> out, const BlockWeights<Real>& weights) {
  std::array<Real, virtual_lanes<Real>> rest{};
  for (std::size_t block = 0; block < weights.blocks(); ++block) {
    const double to_maximum = weights.factor(block);
    const auto factor = static_cast<Real>(to_maximum / weights.total());
    const auto threshold = static_cast<Real>(weights.least_weight() / to_maximum);
    const std::span<Real> part = block_of(out, block);
    const std::size_t whole = part.size() / virtual_lanes<Real> * virtual_lanes<Real>;
    kernels<Real>().scale(part.data(), whole, factor, threshold);
    std::copy(part.begin() + static_cast<std::ptrdiff_t>(whole), part.end(), rest.begin());
    kernels<Real>().scale(rest.data(), rest.size(), factor, threshold);
    std::copy_n(rest.begin(), part.size() - whole, part.begin() + static_cast<std::ptrdiff_t>(whole));
  }
}

template <class Real>
void softmax_into(std::span<const Real> logits, Temperature t, std::span<Real> out) {
  check_sizes(logits.size(), out.size());
  const BlockWeights<Real> weights(logits, t, out);
  normalize(out, weights);
}

template <class Real>
void log_softmax_into(std::span<const Real> logits, Temperature t, std::span<Real> out) {
  check_sizes(logits.size(), out.size());
  const GapMoments moments = gap_moments(logits, t);
  const double log_total = moments.log_total();
  const auto high = static_cast<Real>(log_total);
  const auto low = static_cast<Real>(log_total - static_cast<double>(high));
  const auto reference = static_cast<Real>(moments.maximum);
  const Dial<Real> dial = gap_dial<Real>(t);
  PaddedBlock<Real> padded;
  std::array<Real, block_length<Real>> results;
  for (std::size_t block = 0; block < block_count<Real>(logits.size()); ++block) {
    const std::span<const Real> z = padded(block_of(logits, block));
    kernels<Real>().log_weights(z.data(), z.size(), reference, dial, high, low, results.data());
    const std::span<Real> part = block_of(out, block);
    std::copy_n(results.begin(), part.size(), part.begin());
  }
}

Thermodynamics thermodynamics_of(const GapMoments& moments, Temperature t) {
  const double ground = 0.0 - moments.maximum;
  const double log_total = moments.log_total();
  const double variance = moments.spread / moments.total();
  const double temperature = t.value();
  const bool frozen = t.is_zero();
  return {
      .temperature = t,
      .log_z = log_total - t.reduced(ground),
      .mean_energy = ground + moments.mean_gap(),
      .energy_variance = variance,
      .entropy = log_total + t.reduced(moments.mean_gap()),
      .free_energy = frozen || log_total == 0 ? ground : ground - temperature * log_total,
      .heat_capacity = frozen ? 0.0 : variance / temperature / temperature,
      .entropy_slope = frozen ? 0.0 : variance / temperature / temperature / temperature,
  };
}

}  // namespace

void softmax(std::span<const float> logits, Temperature t, std::span<float> out) {
  softmax_into(logits, t, out);
}
void softmax(std::span<const double> logits, Temperature t, std::span<double> out) {
  softmax_into(logits, t, out);
}

std::vector<float> softmax(std::span<const float> logits, Temperature t) {
  std::vector<float> out(logits.size());
  softmax_into<float>(logits, t, out);
  return out;
}
std::vector<double> softmax(std::span<const double> logits, Temperature t) {
  std::vector<double> out(logits.size());
  softmax_into<double>(logits, t, out);
  return out;
}

void log_softmax(std::span<const float> logits, Temperature t, std::span<float> out) {
  log_softmax_into(logits, t, out);
}
void log_softmax(std::span<const double> logits, Temperature t, std::span<double> out) {
  log_softmax_into(logits, t, out);
}

std::vector<float> log_softmax(std::span<const float> logits, Temperature t) {
  std::vector<float> out(logits.size());
  log_softmax_into<float>(logits, t, out);
  return out;
}
std::vector<double> log_softmax(std::span<const double> logits, Temperature t) {
  std::vector<double> out(logits.size());
  log_softmax_into<double>(logits, t, out);
  return out;
}

Thermodynamics softmax_thermodynamics(std::span<const float> logits, Temperature t) {
  return thermodynamics_of(gap_moments(logits, t), t);
}
Thermodynamics softmax_thermodynamics(std::span<const double> logits, Temperature t) {
  return thermodynamics_of(gap_moments(logits, t), t);
}

}  // namespace onedial
