#include "onedial/softmax/token_system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "onedial/core/boltzmann.hpp"

namespace onedial {

TokenSystem::TokenSystem(std::span<const double> logits, Index replicas, std::uint64_t seed)
    : spectrum_(Spectrum::from_logits(logits)) {
  if (replicas < 1) {
    throw std::invalid_argument(fmt::format("replicas ({}) must be at least 1", replicas));
  }
  tokens_.resize(static_cast<std::size_t>(replicas));
  energies_.resize(tokens_.size());
  randomize(seed);
}

void TokenSystem::randomize(std::uint64_t seed) {
  random_.clear();
  for (std::size_t r = 0; r < tokens_.size(); ++r) {
    random_.emplace_back(seed, r);
    draw(r, Temperature::infinite());
  }
}

TokenSystem::Cumulative& TokenSystem::cumulative_at(Temperature t) {
  Cumulative& cumulative = cumulative_[t.value()];
  cumulative.last_sweep = sweeps_;
  if (cumulative.sums.empty()) {
    double sum = 0;
    for (const double energy : spectrum_.energies()) {
      sum += boltzmann_weight(energy, spectrum_.ground_energy(), t);
      cumulative.sums.push_back(sum);
    }
  }
  return cumulative;
}

/// Inverse CDF: the first token whose running sum exceeds a uniform share of the total. A token without
/// weight adds nothing to the sum, and is never the first.
void TokenSystem::draw(std::size_t replica, Temperature t) {
  const std::vector<double>& sums = cumulative_at(t).sums;
  const double target = uniform01(random_[replica]) * sums.back();
  const auto place = std::upper_bound(sums.begin(), sums.end(), target);
  tokens_[replica] = static_cast<Level>(place - sums.begin());
  energies_[replica] = spectrum_.energies()[static_cast<std::size_t>(tokens_[replica])];
}

SweepStats TokenSystem::sweep(std::span<const Temperature> temperatures) {
  if (temperatures.size() != tokens_.size()) {
    throw std::invalid_argument(
        fmt::format("sweep got {} temperatures for {} replicas", temperatures.size(), tokens_.size()));
  }
  ++sweeps_;
  SweepStats stats{.attempts = replicas(), .flips = 0};
  for (std::size_t r = 0; r < tokens_.size(); ++r) {
    const Level before = tokens_[r];
    draw(r, temperatures[r]);
    stats.flips += tokens_[r] != before ? 1 : 0;
  }
  std::erase_if(cumulative_, [&](const auto& entry) { return entry.second.last_sweep != sweeps_; });
  return stats;
}

void TokenSystem::read(Index replica, State& state) const {
  state.assign(1, tokens_.at(static_cast<std::size_t>(replica)));
}

void TokenSystem::write(Index replica, const State& state) {
  if (state.size() != 1) {
    throw std::invalid_argument(fmt::format("state has {} units, the system has 1", state.size()));
  }
  const Level token = state.front();
  if (token < 0 || token >= spectrum_.size()) {
    throw std::invalid_argument(
        fmt::format("level {} is not a token; the tokens are 0 to {}", token, spectrum_.size() - 1));
  }
  const double energy = spectrum_.energies()[static_cast<std::size_t>(token)];
  if (energy == std::numeric_limits<double>::infinity()) {
    throw std::invalid_argument(fmt::format("token {} has a logit of -inf and never occurs", token));
  }
  tokens_.at(static_cast<std::size_t>(replica)) = token;
  energies_[static_cast<std::size_t>(replica)] = energy;
}

void TokenSystem::transfer(StateArchive& archive) {
  for (std::size_t r = 0; r < tokens_.size(); ++r) {
    archive.value(random_[r]);
    archive.value(tokens_[r]);
    archive.value(energies_[r]);
  }
}

}  // namespace onedial
