#include "onedial/memory/retention.hpp"

#include <algorithm>
#include <stdexcept>

#include "onedial/engine/make_system.hpp"
#include "onedial/memory/hopfield.hpp"

namespace onedial {
namespace {

using Pair = std::array<double, 2>;

/// Overlap and energy at each temperature.
std::vector<Pair> measure_set(const RetentionTrials& trials, Index count,
                              std::span<const Temperature> temperatures, Index set) {
  RandomStream random(trials.seed,
                      static_cast<std::uint64_t>(count) << 20U ^ static_cast<std::uint64_t>(set));
  const Patterns patterns = random_patterns(trials.units, count, 0.5, random);
  const Index cues = std::min(trials.cues, count);
  const Index replicas = cues * static_cast<Index>(temperatures.size());
  const auto system = make_system(store(patterns).model, {.replicas = replicas}, random());
  std::vector<Temperature> of_replicas;
  for (Index r = 0; r < replicas; ++r) {
    system->write(r, state_of(patterns, r % cues));
    of_replicas.push_back(temperatures[static_cast<std::size_t>(r / cues)]);
  }
  std::vector<Pair> sums(temperatures.size());
  State state;
  for (Index sweep = 0; sweep < trials.equilibration + trials.sweeps; ++sweep) {
    system->sweep(of_replicas);
    for (Index r = 0; r < replicas && sweep >= trials.equilibration; ++r) {
      system->read(r, state);
      auto& [overlap, energy] = sums[static_cast<std::size_t>(r / cues)];
      overlap += patterns.col(r % cues).dot(spins_of(state));
      energy += system->energies()[static_cast<std::size_t>(r)];
    }
  }
  const auto all = static_cast<double>(trials.units * cues * trials.sweeps);
  for (auto& [overlap, energy] : sums) {
    overlap /= all;
    energy /= all;
  }
  return sums;
}

}  // namespace

std::vector<Retention> measure_retention(const RetentionTrials& trials, Index patterns,
                                         std::span<const Temperature> temperatures,
                                         const SetObserver& observer) {
  if (trials.units < 1 || patterns < 1 || trials.sets < 2 || trials.cues < 1 || trials.sweeps < 1 ||
      trials.equilibration < 0 || temperatures.empty()) {
    throw std::invalid_argument(
        "units, patterns, cues, sweeps and temperatures must be at least 1, and sets of patterns at least 2");
  }
  std::vector<std::vector<Pair>> sets(static_cast<std::size_t>(trials.sets));
  const bool is_whole = for_each_set(
      trials.sets, trials.threads,
      [&](Index set) {
        sets[static_cast<std::size_t>(set)] = measure_set(trials, patterns, temperatures, set);
      },
      observer);
  std::vector<Retention> readings;
  for (std::size_t k = 0; is_whole && k < temperatures.size(); ++k) {
    std::vector<Pair> of_sets;
    std::transform(sets.begin(), sets.end(), std::back_inserter(of_sets),
                   [k](const std::vector<Pair>& set) { return set[k]; });
    const auto [overlap, energy] = means_over_sets(of_sets);
    readings.push_back({.temperature = temperatures[k],
                        .load = static_cast<double>(patterns) / static_cast<double>(trials.units),
                        .overlap = overlap.value,
                        .overlap_error = overlap.error,
                        .energy = energy.value,
                        .energy_error = energy.error});
  }
  return readings;
}

}  // namespace onedial
