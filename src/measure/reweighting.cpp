#include "onedial/measure/reweighting.hpp"

#include <fmt/core.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <unordered_set>

#include "finite.hpp"
#include "onedial/measure/accumulator.hpp"

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
  build(samples, blocks, {});
}

std::optional<Reweighting> Reweighting::watched(std::span<const EnergySamples> samples, Index blocks,
                                                const Observer& observer) {
  Reweighting result;
  return result.build(samples, blocks, observer) ? std::optional(std::move(result)) : std::nullopt;
}

bool Reweighting::build(std::span<const EnergySamples> samples, Index blocks, const Observer& observer) {
  if (samples.empty()) {
    throw std::invalid_argument("no samples to reweight");
  }
  if (std::ssize(samples) > most_temperatures) {
    throw std::invalid_argument(
        fmt::format("{} temperatures are too many to reweight them together; there may be at most {}",
                    samples.size(), most_temperatures));
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
  const std::vector<Counts> of_blocks = gather(sorted, blocks);
  Counts all = of_blocks.front();
  for (std::size_t b = 1; b < of_blocks.size(); ++b) {
    all.of_levels += of_blocks[b].of_levels;
    all.of_temperatures += of_blocks[b].of_temperatures;
  }
  level_counts_ = all.of_levels;
  const auto densities = std::ssize(of_blocks) + 1;
  const auto goes_on = [&] { return !observer || observer(std::ssize(densities_), densities); };
  const auto add = [&](const Counts& counts, const Eigen::VectorXd& guess) {
    std::optional<Density> density = solve(counts, guess, goes_on);
    if (density) {
      require_bridges(*density, counts.of_temperatures);
      densities_.push_back(std::move(*density));
    }
    return density.has_value();
  };
  if (!add(all, first_guess(sorted))) {
    return false;
  }
  for (const Counts& block : of_blocks) {
    // The guess is a copy: the densities move as they become more.
    const Eigen::VectorXd guess = densities_.front().free_energies;
    if (!add({.of_levels = all.of_levels - block.of_levels,
              .of_temperatures = all.of_temperatures - block.of_temperatures},
             guess)) {
      return false;
    }
  }
  compare_neighbours(sorted);
  return true;
}

Reweighting::Cuts Reweighting::cuts_of(std::span<const EnergySamples> samples, Index blocks) {
  const Index series = std::ssize(samples.front().energies);
  double slowest = 0;
  double shortest = std::numeric_limits<double>::infinity();
  bool goes_together = true;
  for (const EnergySamples& at_t : samples) {
    goes_together = goes_together && std::ssize(at_t.energies) == series;
    slowest = std::max(slowest, at_t.tau);
    for (const std::vector<double>& one : at_t.energies) {
      shortest = std::min(shortest, static_cast<double>(one.size()));
    }
  }
  constexpr Index least_blocks = 8;
  constexpr double roomy = 20;
  constexpr double enough = 10;
  const Index groups = goes_together ? std::min(series, blocks) : 1;
  const Index most = std::max<Index>(1, blocks / groups);
  const Index least = std::min(most, (least_blocks + groups - 1) / groups);
  const auto fitting = static_cast<Index>(std::min(shortest / (roomy * slowest), static_cast<double>(most)));
  const Index stretches = std::max(least, fitting);
  has_long_blocks_ = stretches == 1 || shortest >= enough * slowest * static_cast<double>(stretches);
  return {.groups = groups, .stretches = stretches};
}

std::vector<Reweighting::Counts> Reweighting::gather(std::span<const EnergySamples> samples, Index blocks) {
  const auto [starts, width] = make_bins(samples);
  const auto count = static_cast<Index>(starts.size());
  const Cuts cuts = cuts_of(samples, blocks);
  betas_.resize(std::ssize(samples));
  std::vector<Counts> of_blocks(static_cast<std::size_t>(cuts.groups * cuts.stretches),
                                {Eigen::VectorXd::Zero(count), Eigen::VectorXd::Zero(betas_.size())});
  Eigen::VectorXd seen = Eigen::VectorXd::Zero(count);
  for (Index k = 0; k < betas_.size(); ++k) {
    const EnergySamples& at_t = samples[static_cast<std::size_t>(k)];
    betas_[k] = at_t.temperature.is_infinite() ? 0 : 1 / at_t.temperature.value();
    const double weight = 1 / (2 * at_t.tau);
    const Index all_series = std::ssize(at_t.energies);
    for (Index r = 0; r < all_series; ++r) {
      const std::vector<double>& series = at_t.energies[static_cast<std::size_t>(r)];
      const Index first_block = r * cuts.groups / all_series * cuts.stretches;
      for (std::size_t i = 0; i < series.size(); ++i) {
        const auto bin = std::upper_bound(starts.begin(), starts.end(), series[i]) - starts.begin() - 1;
        const std::size_t stretch = i * static_cast<std::size_t>(cuts.stretches) / series.size();
        Counts& block = of_blocks[static_cast<std::size_t>(first_block) + stretch];
        block.of_levels[bin] += weight;
        block.of_temperatures[k] += weight;
        seen[bin] += weight;
      }
    }
  }
  // Levels that no sample has are left out.
  std::vector<Index> kept;
  for (Index level = 0; level < count; ++level) {
    if (seen[level] > 0) {
      kept.push_back(level);
    }
  }
  const Eigen::VectorXd middles = Eigen::Map<const Eigen::VectorXd>(starts.data(), count).array() + width / 2;
  levels_ = middles(kept);
  width_ = width;
  for (Counts& block : of_blocks) {
    block.of_levels = Eigen::VectorXd(block.of_levels(kept));
  }
  return of_blocks;
}

double Reweighting::above_lowest(double energy) const {
  const auto above = std::upper_bound(levels_.begin(), levels_.end(), energy + width_ / 2);
  return above == levels_.begin() ? 0 : *(above - 1) - levels_[0];
}

/// By integrating dln Z/dβ = −⟨E⟩, of energies above the lowest: in the cold these are small, and so is what
/// rounding takes from them.
Eigen::VectorXd Reweighting::first_guess(std::span<const EnergySamples> samples) const {
  Eigen::VectorXd means(betas_.size());
  for (Index k = 0; k < means.size(); ++k) {
    Accumulator mean;
    for (const std::vector<double>& series : samples[static_cast<std::size_t>(k)].energies) {
      for (const double energy : series) {
        mean.add(above_lowest(energy));
      }
    }
    means[k] = mean.mean();
  }
  Eigen::VectorXd guess(betas_.size());
  guess[0] = -betas_[0] * levels_[0];
  for (Index k = 1; k < guess.size(); ++k) {
    guess[k] = guess[k - 1] + (betas_[k] - betas_[k - 1]) * (means[k] + means[k - 1]) / 2;
  }
  return guess;
}

std::optional<Reweighting::Density> Reweighting::solve(const Counts& counts, Eigen::VectorXd guess,
                                                       const std::function<bool()>& goes_on) const {
  const auto& [level_counts, totals] = counts;
  const Eigen::ArrayXd log_totals = totals.array().log();
  const Eigen::ArrayXd energies = levels_.array() - levels_[0];
  const Index k_count = betas_.size();
  // ln Σ_k n_k e^{f_k − β_k E}, which ln g is the logarithm of the counts less of.
  const auto log_mixture = [&](const Eigen::VectorXd& f, Index level) {
    return log_sum_exp((log_totals + f.array()) - betas_.array() * energies[level]);
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
    if (!goes_on()) {
      return std::nullopt;
    }
    Eigen::VectorXd gradient = -totals;
    Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(k_count, k_count);
    // A batch of levels at a time, which is one product of matrices.
    constexpr Index batch = 64;
    Eigen::MatrixXd shares(k_count, batch);
    Index filled = 0;
    const auto subtract_shares = [&] {
      hessian.selfadjointView<Eigen::Lower>().rankUpdate(shares.leftCols(filled), -1.0);
      filled = 0;
    };
    for (Index m = 0; m < levels_.size(); ++m) {
      if (!(level_counts[m] > 0)) {
        continue;
      }
      const Eigen::ArrayXd terms = (log_totals + guess.array()) - betas_.array() * energies[m];
      const Eigen::VectorXd share = (terms - log_sum_exp(terms)).exp();
      gradient += level_counts[m] * share;
      hessian.diagonal() += level_counts[m] * share;
      shares.col(filled++) = std::sqrt(level_counts[m]) * share;
      if (filled == batch) {
        subtract_shares();
      }
    }
    subtract_shares();
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
    bool leads_down = false;
    for (int halvings = 0; halvings < 20 && !leads_down; ++halvings, fraction /= 2) {
      next.tail(free) = guess.tail(free) + fraction * move;
      there = objective(next);
      leads_down = there <= here + 1e-12 * std::abs(here);
    }
    if (!leads_down) {
      // The iteration that makes both sides of f_k = −ln Σ_m g_m e^{−β_k E_m} agree always does, but slowly.
      next = guess.array() - ((gradient + totals).array() / totals.array()).max(1e-300).log();
      next.array() += guess[0] - next[0];
      there = objective(next);
      if (!(there < here)) {
        break;  // as low as rounding lets it
      }
    }
    const double moved = (next - guess).cwiseAbs().maxCoeff();
    guess = next;
    here = there;
    constexpr double converged = 1e-11;
    if (moved < converged * std::max(1.0, guess.cwiseAbs().maxCoeff())) {
      break;
    }
  }
  std::vector<double> log_states(static_cast<std::size_t>(levels_.size()));
  Eigen::ArrayXd explained = Eigen::ArrayXd::Zero(k_count);  // of the samples of each temperature
  for (Index m = 0; m < levels_.size(); ++m) {
    const double mixture = log_mixture(guess, m);
    log_states[static_cast<std::size_t>(m)] = std::log(level_counts[m]) - mixture;
    explained +=
        level_counts[m] * (log_totals + guess.array() - betas_.array() * energies[m] - mixture).exp();
  }
  constexpr double tolerance = 1e-6;
  if (!((explained - totals.array()).abs().maxCoeff() <= tolerance * totals.sum())) {
    throw std::invalid_argument(
        "the temperatures lie so far apart that no density of states explains them all");
  }
  return Density{.states = DensityOfStates({levels_.begin(), levels_.end()}, std::move(log_states)),
                 .free_energies = std::move(guess)};
}

void Reweighting::require_bridges(const Density& density, const Eigen::VectorXd& counts) const {
  constexpr double least_bridge = 4;
  const Eigen::VectorXd& f = density.free_energies;
  for (Index k = 0; k + 1 < betas_.size(); ++k) {
    // Σ of 2p_a p_b/(p_a + p_b), which is what `overlaps` estimates.
    double overlap = 0;
    for (Index m = 0; m < density.states.size(); ++m) {
      const auto level = static_cast<std::size_t>(m);
      const double energy = density.states.energies()[level] - levels_[0];
      const double log_hot = density.states.log_states()[level] + f[k] - betas_[k] * energy;
      const double log_ratio = (f[k + 1] - f[k]) - (betas_[k + 1] - betas_[k]) * energy;
      overlap += 2 * std::exp(log_hot) / (1 + std::exp(-log_ratio));
    }
    if (!(overlap * std::min(counts[k], counts[k + 1]) >= least_bridge)) {
      const auto hot = static_cast<std::size_t>(k);
      throw std::invalid_argument(fmt::format(
          "the energies seen at T = {} and at T = {} hardly overlap; put a temperature in between "
          "or sample for longer",
          temperatures_[hot + 1].value(), temperatures_[hot].value()));
    }
  }
}

void Reweighting::compare_neighbours(std::span<const EnergySamples> samples) {
  const Eigen::VectorXd& f = densities_.front().free_energies;
  for (Index k = 0; k + 1 < betas_.size(); ++k) {
    // Of two temperatures alone, with equal weights: p = w_b/(w_a + w_b) is what a sample of a has for b.
    Accumulator overlap;
    for (const std::vector<double>& series : samples[static_cast<std::size_t>(k)].energies) {
      for (const double energy : series) {
        const double log_ratio = (f[k + 1] - f[k]) - (betas_[k + 1] - betas_[k]) * above_lowest(energy);
        overlap.add(1 / (1 + std::exp(-log_ratio)));
      }
    }
    overlaps_.push_back(2 * overlap.mean());
  }
}

}  // namespace onedial
