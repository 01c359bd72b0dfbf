#include "onedial/memory/retention.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "onedial/core/worker_pool.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/memory/low_rank_memory.hpp"
#include "onedial/sample/reference_system.hpp"

namespace onedial {
namespace {

struct SetResult {
  double overlap = 0;
  double energy = 0;
};

SetResult measure_set(const RetentionTrials& trials, Index count, Temperature t, Index set) {
  RandomStream random(trials.seed,
                      static_cast<std::uint64_t>(count) << 20U ^ static_cast<std::uint64_t>(set));
  const Patterns patterns = random_patterns(trials.units, count, 0.5, random);
  const Index cues = std::min(trials.cues, count);
  ReferenceSystem<LowRankMemory> system(LowRankMemory(patterns), cues, random());
  for (Index k = 0; k < cues; ++k) {
    system.write(k, state_of(patterns, k));
  }
  const std::vector<Temperature> temperatures(static_cast<std::size_t>(cues), t);
  SetResult sum;
  State state;
  for (Index sweep = 0; sweep < trials.equilibration + trials.sweeps; ++sweep) {
    system.sweep(temperatures);
    for (Index k = 0; k < cues && sweep >= trials.equilibration; ++k) {
      system.read(k, state);
      sum.overlap += patterns.col(k).dot(spins_of(state));
      sum.energy += system.energies()[static_cast<std::size_t>(k)];
    }
  }
  const auto all = static_cast<double>(trials.units * cues * trials.sweeps);
  return {sum.overlap / all, sum.energy / all};
}

}  // namespace

Retention measure_retention(const RetentionTrials& trials, Index patterns, Temperature t) {
  if (trials.units < 1 || patterns < 1 || trials.sets < 2 || trials.cues < 1 || trials.sweeps < 1 ||
      trials.equilibration < 0) {
    throw std::invalid_argument(
        "units, patterns, cues and sweeps must be at least 1, and sets of patterns at least 2");
  }
  std::vector<SetResult> results(static_cast<std::size_t>(trials.sets));
  WorkerPool pool(std::min(trials.threads, trials.sets));
  pool.for_each_slice(trials.sets, [&](Index first, Index last) {
    for (Index set = first; set < last; ++set) {
      results[static_cast<std::size_t>(set)] = measure_set(trials, patterns, t, set);
    }
  });
  Accumulator means(2);
  for (const SetResult& result : results) {
    const std::array values = {result.overlap, result.energy};
    means.add(values);
  }
  const auto error = [&](Index which) {
    return std::sqrt(means.variance(which) / static_cast<double>(trials.sets));
  };
  return {.temperature = t,
          .load = static_cast<double>(patterns) / static_cast<double>(trials.units),
          .overlap = means.mean(0),
          .overlap_error = error(0),
          .energy = means.mean(1),
          .energy_error = error(1)};
}

}  // namespace onedial
