#include "engine_bench.hpp"

#include <benchmark/benchmark.h>

#include <functional>
#include <string>
#include <vector>

#include "models.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/engine/make_system.hpp"
#include "plain_loop.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t seed = 1;

struct Instance {
  std::string name;
  std::function<std::shared_ptr<const PairwiseModel>()> make;
  std::vector<Engine> engines;
  double hot;
  double cold;
  Index sweeps;
};

const std::vector<Engine> for_sparse = {Engine::chain, Engine::lanes, Engine::bits};
const std::vector<Engine> for_dense = {Engine::chain, Engine::lanes, Engine::dense_batch};
const std::vector<Engine> for_real = {Engine::chain, Engine::lanes};

std::vector<Instance> instances() {
  std::vector<Instance> result;
  for (const Index side : {64, 256, 1024}) {
    const Index sweeps = side < 1024 ? 200 : 50;
    const std::string suffix = "_" + std::to_string(side);
    result.push_back({"ferromagnet_2d" + suffix, [side] { return square_lattice(side, false); }, for_sparse,
                      5, 0.5, sweeps});
    result.push_back({"spin_glass_2d" + suffix, [side] { return square_lattice(side, true); }, for_sparse, 3,
                      0.2, sweeps});
  }
  result.push_back({"spin_glass_3d_10", [] { return spin_glass_3d(10).model; }, for_sparse, 3, 0.2, 200});
  result.push_back(
      {"three_regular_10000", [] { return three_regular_graph(10'000); }, for_sparse, 3, 0.2, 200});
  result.push_back({"max_cut_g1", [] { return shipped("max_cut", "G1.txt"); }, for_sparse, 10, 0.3, 200});
  result.push_back({"max_cut_g22", [] { return shipped("max_cut", "G22.txt"); }, for_sparse, 6, 0.3, 200});
  result.push_back({"max_cut_g55", [] { return shipped("max_cut", "G55.txt"); }, for_sparse, 3, 0.2, 200});
  result.push_back(
      {"sk_normal_1000", [] { return sherrington_kirkpatrick(1000).model; }, for_real, 2, 0.05, 200});
  result.push_back(
      {"sk_signs_1000", [] { return sherrington_kirkpatrick_signs(1000); }, for_dense, 2, 0.05, 200});
  result.push_back({"hopfield_1000", [] { return hopfield(1000, 50); }, for_dense, 2, 0.05, 200});
  result.push_back({"hopfield_10000", [] { return hopfield(10'000, 100); }, for_dense, 2, 0.05, 20});
  return result;
}

/// The model of an instance; of all instances only the one asked for last is kept.
std::shared_ptr<const PairwiseModel> model_of(const Instance& instance) {
  static std::string name;
  static std::shared_ptr<const PairwiseModel> model;
  if (name != instance.name) {
    model.reset();
    model = instance.make();
    name = instance.name;
  }
  return model;
}

/// As many as an engine is made for.
Index replicas_for(Engine engine) {
  switch (engine) {
    case Engine::bits:
      return 512;
    case Engine::lanes:
    case Engine::dense_batch:
      return 64;
    default:
      return 1;
  }
}

template <class Sweep>
void anneal(const Instance& instance, Sweep sweep) {
  const GeometricSchedule schedule{Temperature(instance.hot), Temperature(instance.cold)};
  for (Index k = 0; k < instance.sweeps; ++k) {
    sweep(temperature_at(schedule, {.sweep = k, .sweeps = instance.sweeps}));
  }
}

void report(benchmark::State& state, const Instance& instance, Index units, Index replicas) {
  const auto updates = static_cast<double>(units * instance.sweeps * replicas);
  state.counters["seconds_per_update"] = benchmark::Counter(
      updates, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.SetItemsProcessed(state.iterations() * units * instance.sweeps * replicas);
}

void measure_engine(benchmark::State& state, const Instance& instance, Engine engine, std::string_view isa) {
  const std::string before(instruction_set());
  use_instruction_set(isa);
  const Index replicas = replicas_for(engine);
  try {
    const auto system = make_system(model_of(instance), {.engine = engine, .replicas = replicas}, seed);
    std::vector<Temperature> temperatures(static_cast<std::size_t>(replicas), Temperature(1));
    for ([[maybe_unused]] auto _ : state) {
      anneal(instance, [&](Temperature t) {
        temperatures.assign(temperatures.size(), t);
        system->sweep(temperatures);
      });
      benchmark::DoNotOptimize(system->energies().front());
    }
    report(state, instance, system->size(), replicas);
  } catch (const std::invalid_argument& error) {
    state.SkipWithError(error.what());
  }
  use_instruction_set(before);
}

void measure_plain(benchmark::State& state, const Instance& instance) {
  const auto model = model_of(instance);
  PlainLoop loop(*model, State(static_cast<std::size_t>(model->size())), KernelKind::heat_bath, seed);
  for ([[maybe_unused]] auto _ : state) {
    anneal(instance, [&](Temperature t) { loop.sweep(t.value()); });
    benchmark::DoNotOptimize(loop.energy());
  }
  report(state, instance, model->size(), 1);
}

}  // namespace

void add_engine_benchmarks() {
  for (const Instance& instance : instances()) {
    const std::string name = "anneal/" + instance.name + '/';
    benchmark::RegisterBenchmark((name + "plain").c_str(), measure_plain, instance)
        ->Unit(benchmark::kMillisecond);
    for (const Engine engine : instance.engines) {
      for (const std::string_view isa : available_instruction_sets()) {
        benchmark::RegisterBenchmark(
            (name + std::string(engine_name(engine)) + '/' + std::string(isa)).c_str(), measure_engine,
            instance, engine, isa)
            ->Unit(benchmark::kMillisecond);
      }
    }
  }
}

}  // namespace onedial::bench
