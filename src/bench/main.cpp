// Updates per second of the samplers, each next to a plain loop on the same model from the same state.
// `items_per_second` counts update attempts; names read MODEL/KERNEL/TEMPERATURE/IMPLEMENTATION.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "decode_bench.hpp"
#include "engine_bench.hpp"
#include "models.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "onedial/sample/reference_system.hpp"
#include "plain_loop.hpp"
#include "softmax_bench.hpp"
#include "spectrum_bench.hpp"

namespace {

using namespace onedial;
using namespace onedial::bench;

constexpr std::uint64_t seed = 1;
constexpr int equilibration_sweeps = 200;

/// One replica, equilibrated at `t` for a while.
std::unique_ptr<System> equilibrated(const Subject& subject, KernelKind kernel, Temperature t) {
  auto system = make_reference_system(subject.model, kernel, 1, 1, seed);
  for (int sweep = 0; sweep < equilibration_sweeps; ++sweep) {
    system->sweep({&t, 1});
  }
  return system;
}

void count_updates(benchmark::State& state, Index units) {
  state.SetItemsProcessed(state.iterations() * units);
}

void measure_reference(benchmark::State& state, const Subject& subject, KernelKind kernel, Temperature t) {
  const auto system = equilibrated(subject, kernel, t);
  for ([[maybe_unused]] auto _ : state) {
    system->sweep({&t, 1});
    benchmark::DoNotOptimize(system->energies().front());
  }
  count_updates(state, subject.model->size());
}

void measure_plain(benchmark::State& state, const Subject& subject, KernelKind kernel, Temperature t) {
  State start;
  equilibrated(subject, kernel, t)->read(0, start);
  PlainLoop loop(*subject.model, start, kernel, seed);
  for ([[maybe_unused]] auto _ : state) {
    loop.sweep(t.value());
    benchmark::DoNotOptimize(loop.energy());
  }
  count_updates(state, subject.model->size());
}

void add_benchmarks(const Subject& subject) {
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    const std::string kernel_name = kernel == KernelKind::heat_bath ? "heat_bath" : "metropolis";
    for (const auto& [temperature_name, t] : subject.temperatures) {
      const std::string name = subject.name + '/' + kernel_name + '/' + temperature_name + '/';
      benchmark::RegisterBenchmark((name + "reference").c_str(), measure_reference, subject, kernel, t);
      benchmark::RegisterBenchmark((name + "plain").c_str(), measure_plain, subject, kernel, t);
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
  for (const Subject& subject : {max_cut_g1(), spin_glass_3d(10), sherrington_kirkpatrick(1000)}) {
    add_benchmarks(subject);
  }
  add_engine_benchmarks();
  add_softmax_benchmarks();
  add_decode_benchmarks();
  add_spectrum_benchmarks();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
