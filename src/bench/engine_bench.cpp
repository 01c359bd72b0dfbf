#include "engine_bench.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "models.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/engine/make_system.hpp"
#include "plain_loop.hpp"

namespace onedial::bench {
namespace {

constexpr int sweeps = 100;
constexpr std::uint64_t seed = 1;

struct Instance {
  std::string name;
  std::function<std::shared_ptr<const PairwiseModel>()> make;  ///< only when it is measured
  double hot;
  double cold;
};

double temperature(const Instance& instance, int sweep) {
  return instance.hot * std::pow(instance.cold / instance.hot, sweep / (sweeps - 1.0));
}

void measure_engine(benchmark::State& state, const Instance& instance, Engine engine, Index replicas,
                    std::string_view instruction_set_name) {
  const std::string_view before = instruction_set();
  use_instruction_set(instruction_set_name);
  const auto model = instance.make();
  const auto system = make_system(model, {.engine = engine, .replicas = replicas}, seed);
  use_instruction_set(before);
  std::vector<Temperature> temperatures(static_cast<std::size_t>(replicas), Temperature::zero());
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    system->randomize(seed);
    state.ResumeTiming();
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      temperatures.assign(temperatures.size(), Temperature(temperature(instance, sweep)));
      system->sweep(temperatures);
    }
    benchmark::DoNotOptimize(system->energies().front());
  }
  state.SetItemsProcessed(state.iterations() * sweeps * model->size() * replicas);
}

void measure_plain(benchmark::State& state, const Instance& instance) {
  const auto model = instance.make();
  State start(static_cast<std::size_t>(model->size()));
  RandomStream random(seed, 0);
  for (Level& level : start) {
    level = static_cast<Level>(random() >> 63U);
  }
  for ([[maybe_unused]] auto _ : state) {
    PlainLoop loop(*model, start, KernelKind::heat_bath, seed);
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      loop.sweep(temperature(instance, sweep));
    }
    benchmark::DoNotOptimize(loop.energy());
  }
  state.SetItemsProcessed(state.iterations() * sweeps * model->size());
}

std::vector<Instance> instances() {
  return {{"square_ferro_64", [] { return square_lattice(64, false); }, 5, 0.5},
          {"square_pm_j_256", [] { return square_lattice(256, true); }, 3, 0.2},
          {"cubic_pm_j_10", [] { return spin_glass_3d(10).model; }, 4, 0.3},
          {"max_cut_g1", [] { return max_cut_g1().model; }, 10, 0.3},
          {"sk_gaussian_1000", [] { return sherrington_kirkpatrick(1000).model; }, 2, 0.05},
          {"sk_pm_1000", [] { return sherrington_kirkpatrick_of_signs(1000); }, 2, 0.05}};
}

}  // namespace

void add_engine_benchmarks() {
  for (const Instance& instance : instances()) {
    const std::string name = "anneal/" + instance.name + '/';
    benchmark::RegisterBenchmark((name + "plain").c_str(), measure_plain, instance);
    const bool dense = instance.name.starts_with("sk_");
    for (const std::string_view set : available_instruction_sets()) {
      const auto add = [&](Engine engine, Index replicas) {
        benchmark::RegisterBenchmark(
            (name + std::string(engine_name(engine)) + '/' + std::string(set)).c_str(), measure_engine,
            instance, engine, replicas, set);
      };
      add(Engine::chain, 2);
      if (!dense) {
        add(Engine::bits, 512);
      }
    }
  }
}

}  // namespace onedial::bench
