#include "onedial/run/anneal_trials.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace onedial {

bool has_independent_replicas(const AnnealSetup& setup) {
  return setup.config.method.kind == Method::annealing && !setup.config.sampler.shared_random;
}

bool has_independent_trials(const AnnealSetup& setup) {
  return !setup.config.sampler.shared_random && !setup.config.method.cluster_moves;
}

std::vector<double> AnnealTrials::feasible_energies() const {
  std::vector<double> result;
  std::copy_if(energies.begin(), energies.end(), std::back_inserter(result),
               [](double energy) { return std::isfinite(energy); });
  return result;
}

double AnnealTrials::best_energy() const {
  const auto least = std::min_element(energies.begin(), energies.end());
  return least == energies.end() ? std::numeric_limits<double>::infinity() : *least;
}

double AnnealTrials::updates_per_trial() const {
  return static_cast<double>(updates) / static_cast<double>(count());
}

double AnnealTrials::seconds_per_trial() const {
  return seconds / static_cast<double>(count());
}

void add_run(AnnealTrials& trials, const AnnealSetup& setup, const AnnealRun& run) {
  const AnnealResult& result = run.result;
  if (trials.runs == 0) {
    trials.sweeps = result.sweeps;
    trials.first_seed = setup.config.seed;
  }
  ++trials.runs;
  const double best_before = trials.best_energy();
  const bool is_one_trial = !has_independent_trials(setup);
  trials.hits += is_one_trial ? std::min<Index>(run.trial_hits, 1) : run.trial_hits;
  // A ladder or a population is replicas in a row.
  const auto& energies = result.replica_best_energies;
  const auto count = static_cast<std::ptrdiff_t>(is_one_trial ? 1 : run.trials);
  const auto size = static_cast<std::ptrdiff_t>(energies.size()) / count;
  for (std::ptrdiff_t trial = 0; trial < count; ++trial) {
    const auto first = energies.begin() + trial * size;
    trials.energies.push_back(*std::min_element(first, first + size));
  }
  trials.updates += result.updates;
  trials.seconds += result.seconds;
  const Answer answer = checked_answer(setup, result);
  if (answer.worth.feasible && (!trials.objective || trials.best_energy() < best_before)) {
    trials.objective = answer.worth.objective;
  }
}

}  // namespace onedial
