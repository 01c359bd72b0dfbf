#include "comparison.hpp"

#include <algorithm>
#include <cmath>

#include "onedial/measure/proportion.hpp"

namespace onedial::cli {

Score::Score(const AnnealTrials& trials, const TargetCertainty& certainty)
    : success(wilson_interval(trials.hits, trials.count(), two_sided_sigmas(certainty.level))) {
  const auto time = [&](double cost) { return time_to_target(trials.hits, trials.count(), cost, certainty); };
  sweeps = time(static_cast<double>(trials.sweeps));
  updates = time(trials.updates_per_trial());
  seconds = time(std::max(trials.seconds_per_trial(), 1e-9));  // a clock may stand still
}

double Comparison::ground_energy() const {
  double least = target_energy.value_or(INFINITY);
  for (const Contestant& contestant : contestants) {
    least = std::min(least, contestant.trials.best_energy());
    for (const AnnealTrials& trials : contestant.lengths) {
      least = std::min(least, trials.best_energy());
    }
  }
  return least;
}

std::vector<double> Comparison::residual_energies(const AnnealTrials& trials) const {
  const double ground = ground_energy();
  std::vector<double> residuals;
  for (const double energy : trials.feasible_energies()) {
    residuals.push_back((energy - ground) / static_cast<double>(units));
  }
  std::sort(residuals.begin(), residuals.end());
  return residuals;
}

std::vector<ResidualEnergy> Comparison::residual_course(const Contestant& contestant) const {
  std::vector<ResidualEnergy> course;
  for (const AnnealTrials& trials : contestant.lengths) {
    const std::vector<double> residuals = residual_energies(trials);
    if (residuals.size() > 1) {
      course.push_back({.sweeps = trials.sweeps, .energy = mean_of_replicas(residuals)});
    }
  }
  return course;
}

std::optional<OptimalSweeps> Comparison::optimum(const Contestant& contestant) const {
  if (!target || contestant.lengths.size() < 2) {
    return std::nullopt;
  }
  std::vector<LengthTrials> lengths;
  for (const AnnealTrials& trials : contestant.lengths) {
    lengths.push_back({.sweeps = trials.sweeps, .hits = trials.hits, .runs = trials.count()});
  }
  return optimal_sweeps(lengths, certainty, seed);
}

std::vector<Difference> differences(const Comparison& comparison) {
  const auto& contestants = comparison.contestants;
  const double pairs = static_cast<double>(contestants.size() * (contestants.size() - 1)) / 2;
  TargetCertainty certainty = comparison.certainty;
  certainty.level = 1 - (1 - certainty.level) / std::max(1.0, pairs);
  std::vector<Difference> result;
  for (std::size_t a = 0; a < contestants.size(); ++a) {
    for (std::size_t b = a + 1; b < contestants.size(); ++b) {
      const AnnealTrials& first = contestants[a].trials;
      const AnnealTrials& second = contestants[b].trials;
      constexpr double same_cost = 0.01;
      const bool cost_the_same =
          std::abs(second.updates_per_trial() / first.updates_per_trial() - 1) < same_cost;
      if (comparison.target) {
        const Score one(first, certainty);
        const Score other(second, certainty);
        if (cost_the_same) {
          result.push_back({.quantity = "success probability",
                            .first = a,
                            .second = b,
                            .value = difference(other.success, one.success)});
        }
        result.push_back({.quantity = comparison.counts_seconds ? "seconds to target" : "updates to target",
                          .is_ratio = true,
                          .first = a,
                          .second = b,
                          .value = comparison.counts_seconds ? time_ratio(other.seconds, one.seconds)
                                                             : time_ratio(other.updates, one.updates)});
      }
      const auto one = comparison.residual_energies(first);
      const auto other = comparison.residual_energies(second);
      const bool all_feasible = std::ssize(one) == first.count() && std::ssize(other) == second.count();
      if (cost_the_same && all_feasible && one.size() > 1 && other.size() > 1) {
        result.push_back({.quantity = "residual energy",
                          .first = a,
                          .second = b,
                          .value = difference(mean_interval(other, certainty.level),
                                              mean_interval(one, certainty.level))});
      }
    }
  }
  return result;
}

}  // namespace onedial::cli
