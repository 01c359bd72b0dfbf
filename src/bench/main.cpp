// Everything that docs/performance.md states. Here are single replicas at one temperature, each next to a
// plain loop on the same model from the same state: `items_per_second` counts update attempts; names read
// MODEL/KERNEL/TEMPERATURE/IMPLEMENTATION.
#include <benchmark/benchmark.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "decode_bench.hpp"
#include "engine_bench.hpp"
#include "equilibrium_bench.hpp"
#include "log_z_bench.hpp"
#include "models.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "onedial/engine/make_system.hpp"
#include "plain_loop.hpp"
#include "quality_bench.hpp"
#include "rbm_bench.hpp"
#include "recall_bench.hpp"
#include "softmax_bench.hpp"
#include "spectrum_bench.hpp"
#include "train_bench.hpp"

namespace {

using namespace onedial;
using namespace onedial::bench;

constexpr std::uint64_t seed = 1;
constexpr int equilibration_sweeps = 200;

/// One replica, equilibrated at `t` for a while.
std::unique_ptr<System> equilibrated(const Subject& subject, Engine engine, KernelKind kernel,
                                     Temperature t) {
  auto system = make_system(subject.model, {.kernel = kernel, .engine = engine}, seed);
  for (int sweep = 0; sweep < equilibration_sweeps; ++sweep) {
    system->sweep({&t, 1});
  }
  return system;
}

void count_updates(benchmark::State& state, Index units) {
  state.SetItemsProcessed(state.iterations() * units);
}

/// Makes a model; which takes a while, and is done when a measurement starts.
using MakeSubject = std::function<Subject()>;

void measure_engine(benchmark::State& state, const MakeSubject& make, Engine engine, KernelKind kernel,
                    std::size_t at) {
  const Subject subject = make();
  const Temperature t = subject.temperatures[at];
  const auto system = equilibrated(subject, engine, kernel, t);
  for ([[maybe_unused]] auto _ : state) {
    system->sweep({&t, 1});
    benchmark::DoNotOptimize(system->energies().front());
  }
  count_updates(state, subject.model->size());
}

void measure_plain(benchmark::State& state, const MakeSubject& make, KernelKind kernel, std::size_t at) {
  const Subject subject = make();
  const Temperature t = subject.temperatures[at];
  State start;
  equilibrated(subject, Engine::reference, kernel, t)->read(0, start);
  PlainLoop loop(*subject.model, start, kernel, seed);
  for ([[maybe_unused]] auto _ : state) {
    loop.sweep(t.value());
    benchmark::DoNotOptimize(loop.energy());
  }
  count_updates(state, subject.model->size());
}

void add_benchmarks(const std::string& subject, const MakeSubject& make) {
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    for (std::size_t at = 0; at < temperature_names.size(); ++at) {
      const std::string name = subject + '/' +
                               (kernel == KernelKind::heat_bath ? "heat_bath" : "metropolis") + '/' +
                               std::string(temperature_names[at]) + '/';
      for (const Engine engine : {Engine::reference, Engine::chain}) {
        benchmark::RegisterBenchmark((name + std::string(engine_name(engine))).c_str(), measure_engine, make,
                                     engine, kernel, at);
      }
      benchmark::RegisterBenchmark((name + "plain").c_str(), measure_plain, make, kernel, at);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  benchmark::AddCustomContext("onedial", std::string(version()));
  benchmark::AddCustomContext("instruction_set", std::string(instruction_set()));
  add_benchmarks("max_cut_g1", max_cut_g1);
  add_benchmarks("spin_glass_3d", [] { return spin_glass_3d(10); });
  add_benchmarks("sherrington_kirkpatrick", [] { return sherrington_kirkpatrick(1000); });
  add_engine_benchmarks();
  add_quality_benchmarks();
  add_rbm_benchmarks();
  add_train_benchmarks();
  add_log_z_benchmarks();
  add_recall_benchmarks();
  add_equilibrium_benchmarks();
  add_softmax_benchmarks();
  add_decode_benchmarks();
  add_spectrum_benchmarks();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
