#include "onedial/measure/autocorrelation.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <stdexcept>
#include <unsupported/Eigen/FFT>

#include "finite.hpp"
#include "onedial/measure/accumulator.hpp"

namespace onedial {
namespace {

Accumulator moments(ReplicaSeries replicas) {
  Accumulator accumulator;
  for (const std::vector<double>& series : replicas) {
    for (const double x : series) {
      accumulator.add(x);
    }
  }
  return accumulator;
}

Index longest(ReplicaSeries replicas) {
  Index length = 0;
  for (const std::vector<double>& series : replicas) {
    length = std::max(length, static_cast<Index>(series.size()));
  }
  return length;
}

/// Σ_s y_s y_{s+t} for t = 0 … longest_lag, with y = x − mean, added to `sums`.
void add_products(const std::vector<double>& series, double mean, std::vector<double>& sums) {
  const std::size_t lags = std::min(sums.size(), series.size());
  std::size_t length = 1;
  while (length < series.size() + lags) {
    length *= 2;
  }
  std::vector<double> padded(length);
  std::transform(series.begin(), series.end(), padded.begin(), [&](double x) { return x - mean; });
  Eigen::FFT<double> transform;
  std::vector<std::complex<double>> spectrum;
  transform.fwd(spectrum, padded);
  for (std::complex<double>& amplitude : spectrum) {
    amplitude = std::norm(amplitude);
  }
  transform.inv(padded, spectrum);
  for (std::size_t t = 0; t < lags; ++t) {
    sums[t] += padded[t];
  }
}

std::vector<double> autocovariance_about(ReplicaSeries replicas, double mean, Index longest_lag) {
  std::vector<double> gamma(static_cast<std::size_t>(longest_lag) + 1);
  for (const std::vector<double>& series : replicas) {
    if (!series.empty()) {
      add_products(series, mean, gamma);
    }
  }
  for (std::size_t t = 0; t < gamma.size(); ++t) {
    double pairs = 0;
    for (const std::vector<double>& series : replicas) {
      pairs += static_cast<double>(series.size() - std::min(series.size(), t));
    }
    gamma[t] /= pairs;
  }
  return gamma;
}

AutocorrelationTime with_automatic_window(const std::vector<double>& gamma, double n) {
  constexpr double s = 1.5;  // τ_exp is taken to be s τ_int
  double tau = 0.5;
  double decay = 0.5;  // the sum of |ρ|: equal to τ where ρ > 0, and no shorter where samples alternate
  std::size_t window = 1;
  for (; window < gamma.size(); ++window) {
    const double rho = gamma[window] / gamma[0];
    tau += rho;
    decay += std::abs(rho);
    const double scale = s / std::log((2 * decay + 1) / (2 * decay - 1));
    const auto w = static_cast<double>(window);
    if (std::exp(-w / scale) < scale / std::sqrt(w * n)) {
      break;
    }
  }
  window = std::min(window, gamma.size() - 1);
  const auto w = static_cast<double>(window);
  // The mean came from the same samples, which takes 2τ Var/n off every Γ(t).
  tau *= 1 + (2 * w + 1) / n;
  tau = std::max(tau, 1 / n);  // noise may carry the sum of an alternating series below 0
  const double variance = std::max(0.0, 4 / n * (w + 0.5 - tau)) * tau * tau;
  return {.tau = tau,
          .error = std::sqrt(variance),
          .window = static_cast<Index>(window),
          .long_enough = n >= 50 * tau};
}

}  // namespace

std::vector<double> autocovariance(ReplicaSeries replicas, Index longest_lag) {
  const Accumulator accumulator = moments(replicas);
  if (longest_lag < 0 || longest_lag >= longest(replicas)) {
    throw std::invalid_argument(
        fmt::format("longest_lag ({}) must be at least 0 and less than the length of the"
                    " longest series ({})",
                    longest_lag, longest(replicas)));
  }
  return autocovariance_about(replicas, accumulator.mean(), longest_lag);
}

std::optional<MeanEstimate> estimate_mean(ReplicaSeries replicas) {
  const Accumulator accumulator = moments(replicas);
  if (accumulator.count() < 4) {
    throw std::invalid_argument(
        fmt::format("an autocorrelation time needs at least 4 samples, there are {}", accumulator.count()));
  }
  if (!(accumulator.variance() > 0)) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(accumulator.count());
  // A window of half of a series would mean that nothing can be said anyway.
  const std::vector<double> gamma =
      autocovariance_about(replicas, accumulator.mean(), std::max<Index>(longest(replicas) / 2, 1));
  const AutocorrelationTime time = with_automatic_window(gamma, n);
  const double effective = n / (2 * time.tau);
  return MeanEstimate{.mean = accumulator.mean(),
                      .standard_error = std::sqrt(accumulator.variance() / effective),
                      .effective_samples = effective,
                      .autocorrelation = time};
}

std::optional<AutocorrelationTime> autocorrelation_time(ReplicaSeries replicas) {
  const std::optional<MeanEstimate> estimate = estimate_mean(replicas);
  return estimate ? std::optional(estimate->autocorrelation) : std::nullopt;
}

}  // namespace onedial
