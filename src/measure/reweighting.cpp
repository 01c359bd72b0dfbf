#include "onedial/measure/reweighting.hpp"

#include <fmt/core.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <unordered_set>

#include "finite.hpp"

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

/// All energies there are, rising; none if they are more than `most_levels`.
std::vector<double> distinct_energies(std::span<const EnergySamples> samples) {
  std::unordered_set<double> seen;
  for (const EnergySamples& at_t : samples) {
    for (const std::vector<double>& series : at_t.energies) {
      for (const double energy : series) {
        seen.insert(energy);
        if (std::ssize(seen) > most_levels) {
          return {};
        }
      }
    }
  }
  std::vector<double> energies(seen.begin(), seen.end());
  std::sort(energies.begin(), energies.end());
  return energies;
}

Bins make_bins(std::span<const EnergySamples> samples) {
  std::vector<double> energies = distinct_energies(samples);
  if (!energies.empty()) {
    return {.starts = std::move(energies)};
  }
  auto [low, high] = range(samples.front());
  for (const EnergySamples& at_t : samples) {
    const auto [least, most] = range(at_t);
    low = std::min(low, least);
    high = std::max(high, most);
  }
  Bins bins{.starts = {}, .width = (high - low) / static_cast<double>(most_levels)};
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
  level_counts_ = counts.rowwise().sum();
  densities_.push_back(solve(counts, guess));
  for (const Eigen::MatrixXd& block : block_counts_) {
    densities_.push_back(solve(counts - block, densities_.front().free_energies));
  }
  compare_neighbours(counts);
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
  drop_empty_levels();
}

void Reweighting::drop_empty_levels() {
  Eigen::VectorXd counts = Eigen::VectorXd::Zero(levels_.size());
  for (const Eigen::MatrixXd& block : block_counts_) {
    counts += block.rowwise().sum();
  }
  std::vector<Index> kept;
  for (Index level = 0; level < counts.size(); ++level) {
    if (counts[level] > 0) {
      kept.push_back(level);
    }
  }
  levels_ = Eigen::VectorXd(levels_(kept));
  for (Eigen::MatrixXd& block : block_counts_) {
    block = Eigen::MatrixXd(block(kept, Eigen::all));
  }
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
  std::vector<double> log_states(static_cast<std::size_t>(levels_.size()));
  for (Index m = 0; m < levels_.size(); ++m) {
    log_states[static_cast<std::size_t>(m)] = std::log(level_counts[m]) - log_mixture(guess, m);
  }
  return {.states = DensityOfStates({levels_.begin(), levels_.end()}, std::move(log_states)),
          .free_energies = std::move(guess)};
}

void Reweighting::compare_neighbours(const Eigen::MatrixXd& counts) {
  const Eigen::VectorXd& f = densities_.front().free_energies;
  const Eigen::VectorXd totals = counts.colwise().sum();
  for (Index k = 0; k + 1 < betas_.size(); ++k) {
    // Of two temperatures alone, with equal weights: p = w_b/(w_a + w_b) is what a sample of a has for b.
    double overlap = 0;
    for (Index m = 0; m < levels_.size(); ++m) {
      const double log_ratio = (f[k + 1] - f[k]) - (betas_[k + 1] - betas_[k]) * levels_[m];
      overlap += counts(m, k) / totals[k] / (1 + std::exp(-log_ratio));
    }
    overlaps_.push_back(2 * overlap);
  }
}

}  // namespace onedial
