#include "quality_bench.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "models.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/anneal/time_to_target.hpp"
#include "onedial/engine/make_system.hpp"

namespace onedial::bench {
namespace {

struct Task {
  std::string name;
  std::string kind;
  std::string file;
  double best_energy;  ///< that is known
  Index sweeps;
};

Index replicas_for(Engine engine) {
  return engine == Engine::bits ? 512 : engine == Engine::lanes ? 64 : 16;
}

void measure(benchmark::State& state, const Task& task, Engine engine) {
  const auto model = shipped(task.kind, task.file);
  const TemperatureRange range = temperature_range(*model);
  const GeometricSchedule schedule{range.hot, range.cold};
  const Index replicas = replicas_for(engine);
  const auto system = make_system(model, {.engine = engine, .replicas = replicas}, 0);
  std::uint64_t seed = 1;
  double runs = 0;
  double hits = 0;
  double excess = 0;
  double seconds = 0;
  for ([[maybe_unused]] auto _ : state) {
    system->randomize(seed++);
    const AnnealResult result = anneal(
        *system, schedule,
        {.sweeps = task.sweeps, .limits = {.target_energy = task.best_energy, .target_tolerance = 1e-6}});
    runs += static_cast<double>(replicas);
    hits += static_cast<double>(result.target_hits);
    seconds += result.seconds;
    for (const double energy : result.replica_best_energies) {
      excess += energy - task.best_energy;
    }
  }
  state.counters["success"] = hits / runs;
  state.counters["residual"] = excess / runs / static_cast<double>(model->size());
  if (const auto needed = runs_to_target(hits / runs)) {
    state.counters["tts99_ms"] = 1e3 * *needed * seconds / runs;
  }
}

}  // namespace

void add_quality_benchmarks() {
  const std::vector<Task> tasks = {{"max_cut_g1", "max_cut", "G1.txt", -11624, 1000},
                                   {"max_cut_g43", "max_cut", "G43.txt", -6660, 1500},
                                   {"spin_glass_3d_10", "ising", "pmj_3d_10.txt", -1752, 5000}};
  for (const Task& task : tasks) {
    for (const Engine engine : {Engine::chain, Engine::lanes, Engine::bits}) {
      benchmark::RegisterBenchmark(("quality/" + task.name + '/' + std::string(engine_name(engine))).c_str(),
                                   measure, task, engine)
          ->Unit(benchmark::kMillisecond)
          ->MinTime(2);
    }
  }
}

}  // namespace onedial::bench
