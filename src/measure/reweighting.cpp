#include "onedial/measure/reweighting.hpp"

#include <fmt/core.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "finite.hpp"
#include "onedial/measure/jackknife.hpp"

namespace onedial {
namespace {

constexpr Index most_levels = Index{1} << 13U;

void require_sound(const EnergySamples& samples, Index blocks) {
  if (samples.temperature.is_zero()) {
    throw std::invalid_argument("samples of T = 0 cannot be reweighted");
  }
  if (!(samples.tau > 0)) {
    throw std::invalid_argument(fmt::format("an autocorrelation time ({}) must be above 0", samples.tau));
  }
  if (samples.energies.empty()) {
    throw std::invalid_argument(fmt::format("no samples at T = {}", samples.temperature.value()));
  }
  for (const std::vector<double>& series : samples.energies) {
    require_finite(series);
    if (blocks < 2 || blocks > std::ssize(series)) {
      throw std::invalid_argument(
          fmt::format("blocks ({}) must be at least 2 and at most the samples of a series"
                      " ({} at T = {})",
                      blocks, series.size(), samples.temperature.value()));
    }
  }
}

std::pair<double, double> range(const EnergySamples& samples) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const std::vector<double>& series : samples.energies) {
    const auto [least, most] = std::minmax_element(series.begin(), series.end());
    low = std::min(low, *least);
    high = std::max(high, *most);
  }
  return {low, high};
}

/// Bins for the energies; of no width, one for each, unless there are too many.
struct Bins {
  std::vector<double> starts;
  double width = 0;
};

Bins make_bins(std::span<const EnergySamples> samples) {
  std::vector<double> energies;
  for (const EnergySamples& at_t : samples) {
    for (const std::vector<double>& series : at_t.energies) {
      energies.insert(energies.end(), series.begin(), series.end());
      std::sort(energies.begin(), energies.end());
      energies.erase(std::unique(energies.begin(), energies.end()), energies.end());
    }
  }
  if (std::ssize(energies) <= most_levels) {
    return {.starts = std::move(energies)};
  }
  const double low = energies.front();
  Bins bins{.starts = {}, .width = (energies.back() - low) / static_cast<double>(most_levels)};
  for (Index bin = 0; bin < most_levels; ++bin) {
    bins.starts.push_back(low + static_cast<double>(bin) * bins.width);
  }
  return bins;
}

double log_sum_exp(const Eigen::ArrayXd& terms) {
  const double largest = terms.maxCoeff();
  return largest + std::log((terms - largest).exp().sum());
}

}  // namespace

Reweighting::Reweighting(std::span<const EnergySamples> samples, Index blocks) {
  if (samples.empty()) {
    throw std::invalid_argument("no samples to reweight");
  }
  std::vector<EnergySamples> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.temperature > b.temperature; });
  for (const EnergySamples& at_t : sorted) {
    require_sound(at_t, blocks);
    temperatures_.push_back(at_t.temperature);
  }
  for (std::size_t k = 1; k < sorted.size(); ++k) {
    const double hot = temperatures_[k - 1].value();
    const double cold = temperatures_[k].value();
    if (hot == cold) {
      throw std::invalid_argument(fmt::format("T = {} is given twice", hot));
    }
    if (range(sorted[k]).second < range(sorted[k - 1]).first) {
      throw std::invalid_argument(
          fmt::format("the energies seen at T = {} and at T = {} do not overlap; put a"
                      " temperature in between",
                      cold, hot));
    }
  }
  gather(sorted, blocks);
  Eigen::MatrixXd counts = block_counts_.front();
  for (std::size_t b = 1; b < block_counts_.size(); ++b) {
    counts += block_counts_[b];
  }
  // A first guess by integrating dln Z/dβ = −⟨E⟩.
  const Eigen::VectorXd means =
      (levels_.transpose() * counts).transpose().cwiseQuotient(counts.colwise().sum().transpose());
  Eigen::VectorXd guess = Eigen::VectorXd::Zero(betas_.size());
  for (Index k = 1; k < guess.size(); ++k) {
    guess[k] = guess[k - 1] + (betas_[k] - betas_[k - 1]) * (means[k] + means[k - 1]) / 2;
  }
  all_ = solve(counts, guess);
  for (const Eigen::MatrixXd& block : block_counts_) {
    without_.push_back(solve(counts - block, all_.free_energies));
  }
}

void Reweighting::gather(std::span<const EnergySamples> samples, Index blocks) {
  const auto [starts, width] = make_bins(samples);
  const auto count = static_cast<Index>(starts.size());
  betas_.resize(std::ssize(samples));
  block_counts_.assign(static_cast<std::size_t>(blocks), Eigen::MatrixXd::Zero(count, betas_.size()));
  for (Index k = 0; k < betas_.size(); ++k) {
    const EnergySamples& at_t = samples[static_cast<std::size_t>(k)];
    betas_[k] = at_t.temperature.is_infinite() ? 0 : 1 / at_t.temperature.value();
    for (const std::vector<double>& series : at_t.energies) {
      for (std::size_t i = 0; i < series.size(); ++i) {
        const auto bin = std::upper_bound(starts.begin(), starts.end(), series[i]) - starts.begin() - 1;
        const std::size_t block = i * static_cast<std::size_t>(blocks) / series.size();
        block_counts_[block](bin, k) += 1 / (2 * at_t.tau);
      }
    }
  }
  levels_ = Eigen::Map<const Eigen::VectorXd>(starts.data(), count).array() + width / 2;
}

Reweighting::Density Reweighting::solve(const Eigen::MatrixXd& counts, Eigen::VectorXd guess) const {
  const Eigen::VectorXd level_counts = counts.rowwise().sum();
  const Eigen::VectorXd totals = counts.colwise().sum();
  const Index k_count = betas_.size();
  // ln Σ_k n_k e^{f_k − β_k E}, which ln g is the logarithm of the counts less of.
  const auto log_mixture = [&](const Eigen::VectorXd& f, Index level) {
    return log_sum_exp((totals.array().log() + f.array()) - betas_.array() * levels_[level]);
  };
  // The negative log-likelihood of the free energies, convex in f.
  const auto objective = [&](const Eigen::VectorXd& f) {
    double value = -totals.dot(f);
    for (Index m = 0; m < levels_.size(); ++m) {
      if (level_counts[m] > 0) {
        value += level_counts[m] * log_mixture(f, m);
      }
    }
    return value;
  };
  double here = objective(guess);
  constexpr int most_steps = 200;
  for (int step = 0; step < most_steps && k_count > 1; ++step) {
    Eigen::VectorXd gradient = -totals;
    Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(k_count, k_count);
    for (Index m = 0; m < levels_.size(); ++m) {
      if (!(level_counts[m] > 0)) {
        continue;
      }
      const Eigen::ArrayXd terms = (totals.array().log() + guess.array()) - betas_.array() * levels_[m];
      const Eigen::VectorXd share = (terms - log_sum_exp(terms)).exp();
      gradient += level_counts[m] * share;
      hessian.diagonal() += level_counts[m] * share;
      hessian.selfadjointView<Eigen::Lower>().rankUpdate(share, -level_counts[m]);
    }
    // Only differences of f count: that of the hottest temperature stays.
    const Index free = k_count - 1;
    const Eigen::VectorXd move = hessian.bottomRightCorner(free, free)
                                     .selfadjointView<Eigen::Lower>()
                                     .toDenseMatrix()
                                     .ldlt()
                                     .solve(-gradient.tail(free));
    // A full step, or as much of it as leads down.
    double fraction = 1;
    Eigen::VectorXd next = guess;
    double there = here;
    for (int halvings = 0; halvings < 20; ++halvings, fraction /= 2) {
      next.tail(free) = guess.tail(free) + fraction * move;
      there = objective(next);
      if (there <= here + 1e-12 * std::abs(here)) {
        break;
      }
    }
    guess = next;
    here = there;
    constexpr double converged = 1e-11;
    if (fraction * move.cwiseAbs().maxCoeff() < converged) {
      break;
    }
  }
  Density density{
      .log_states = Eigen::VectorXd(levels_.size()), .weights = level_counts, .free_energies = guess};
  for (Index m = 0; m < levels_.size(); ++m) {
    density.log_states[m] = std::log(level_counts[m]) - log_mixture(guess, m);
  }
  return density;
}

Thermodynamics Reweighting::evaluate(const Density& density, Temperature t) const {
  const double beta = t.is_infinite() ? 0 : 1 / t.value();
  const Eigen::ArrayXd terms = density.log_states.array() - beta * levels_.array();
  const double log_z = log_sum_exp(terms);
  const Eigen::ArrayXd probabilities = (terms - log_z).exp();
  const double mean = (probabilities * levels_.array()).sum();
  const double variance = (probabilities * (levels_.array() - mean).square()).sum();
  const double entropy = anchor_ + log_z + beta * mean;
  return {.temperature = t,
          .log_z = anchor_ + log_z,
          .mean_energy = mean,
          .energy_variance = variance,
          .entropy = entropy,
          .free_energy = -t.value() * (anchor_ + log_z),
          .heat_capacity = beta * beta * variance,
          .entropy_slope = beta * beta * beta * variance};
}

ReweightedPoint Reweighting::at(Temperature t) const {
  if (t.is_zero()) {
    throw std::invalid_argument("samples of T > 0 cannot be reweighted to T = 0");
  }
  ReweightedPoint point{.value = evaluate(all_, t), .standard_error = evaluate(all_, t)};
  std::vector<Thermodynamics> others;
  for (const Density& density : without_) {
    others.push_back(evaluate(density, t));
  }
  std::vector<double> values(others.size());
  for (double Thermodynamics::*field :
       {&Thermodynamics::log_z, &Thermodynamics::mean_energy, &Thermodynamics::energy_variance,
        &Thermodynamics::entropy, &Thermodynamics::free_energy, &Thermodynamics::heat_capacity,
        &Thermodynamics::entropy_slope}) {
    std::transform(others.begin(), others.end(), values.begin(),
                   [&](const Thermodynamics& other) { return other.*field; });
    const bool finite = std::isfinite(point.value.*field);
    point.standard_error.*field = finite ? jackknife(point.value.*field, values).standard_error
                                         : std::numeric_limits<double>::infinity();
  }
  const double beta = t.is_infinite() ? 0 : 1 / t.value();
  const Eigen::ArrayXd terms = all_.log_states.array() - beta * levels_.array();  // of all samples of a level
  const Eigen::ArrayXd weights = (terms - terms.maxCoeff()).exp();
  const double sum = weights.sum();
  point.effective_samples =
      sum * sum / (all_.weights.array() > 0).select(weights.square() / all_.weights.array(), 0).sum();
  return point;
}

double Reweighting::curve(const Density& density, double t, double Thermodynamics::*field) const {
  return evaluate(density, Temperature(t)).*field;
}

std::vector<PeakEstimate> Reweighting::peaks(double Thermodynamics::*field) const {
  std::vector<double> finite;
  for (const Temperature t : temperatures_) {
    if (!t.is_infinite()) {
      finite.push_back(t.value());
    }
  }
  if (finite.size() < 2) {
    return {};
  }
  constexpr std::size_t steps = 512;
  std::vector<double> grid(steps + 1);
  std::vector<double> values(steps + 1);
  for (std::size_t i = 0; i <= steps; ++i) {
    grid[i] = finite.back() * std::pow(finite.front() / finite.back(), static_cast<double>(i) / steps);
    values[i] = curve(all_, grid[i], field);
  }
  /// The maximum between two temperatures.
  const auto maximum = [&](const Density& density, double low, double high) {
    constexpr int half_the_bits = 26;
    return boost::math::tools::brent_find_minima([&](double t) { return -curve(density, t, field); }, low,
                                                 high, half_the_bits)
        .first;
  };
  const auto stands_out = [&](double top, double foot) {
    const auto height = [&](const Density& density) {
      return curve(density, top, field) - curve(density, foot, field);
    };
    std::vector<double> heights;
    for (const Density& density : without_) {
      heights.push_back(height(density));
    }
    return height(all_) > 3 * jackknife(height(all_), heights).standard_error;
  };
  // Tops between feet; a top that does not stand out on one side merges with its neighbour there.
  std::vector<PeakEstimate> found;
  std::size_t left = 0;
  std::size_t top = 0;
  std::size_t right = 0;
  for (std::size_t i = 1; i <= steps; ++i) {
    if (values[i] > values[top]) {
      top = right = i;
    } else if (values[i] < values[right]) {
      right = i;
    }
    const bool ends = i == steps;
    if (!(ends || values[i] > values[right]) || right == top || !stands_out(grid[top], grid[right])) {
      continue;
    }
    if (ends || stands_out(grid[i], grid[right])) {
      if (top > left && stands_out(grid[top], grid[left])) {
        const double low = grid[left];
        const double high = grid[right];
        const double t = maximum(all_, grid[top - 1], grid[top + 1]);
        std::vector<double> places;
        std::vector<double> tops;
        // Farther off than a fifth of T a maximum of a part of the data is not this peak.
        for (const Density& density : without_) {
          const double other = maximum(density, std::max(low, t * 0.8), std::min(high, t * 1.25));
          places.push_back(other);
          tops.push_back(curve(density, other, field));
        }
        const double value = curve(all_, t, field);
        found.push_back({.temperature = t,
                         .temperature_error = jackknife(t, places).standard_error,
                         .value = value,
                         .value_error = jackknife(value, tops).standard_error});
      }
      left = right;
      top = i;
      right = i;
    }
  }
  return found;
}

std::vector<PeakEstimate> Reweighting::heat_capacity_peaks() const {
  return peaks(&Thermodynamics::heat_capacity);
}

std::vector<PeakEstimate> Reweighting::entropy_slope_peaks() const {
  return peaks(&Thermodynamics::entropy_slope);
}

}  // namespace onedial
