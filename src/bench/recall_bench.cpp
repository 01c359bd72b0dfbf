#include "recall_bench.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "onedial/memory/hebb_recall.hpp"
#include "onedial/memory/low_rank_memory.hpp"
#include "onedial/memory/recall.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t seed = 1;
constexpr Index cues = 64;
constexpr Index most_sweeps = 100;
constexpr double noise = 0.3;

Patterns make_patterns(Index units) {
  RandomStream random(seed, 0);
  return random_patterns(units, units / 20, 0.5, random);
}

std::vector<State> make_cues(const Patterns& patterns) {
  std::vector<State> starts;
  for (Index k = 0; k < cues; ++k) {
    RandomStream random(seed, static_cast<std::uint64_t>(k) + 1);
    starts.push_back(state_of(patterns, k % patterns.cols()));
    corrupt(starts.back(), noise, random);
  }
  return starts;
}

void measure_integers(benchmark::State& state, Index units) {
  const Patterns patterns = make_patterns(units);
  const HebbRecall memory(patterns);
  const auto starts = make_cues(patterns);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(memory.recall(starts, most_sweeps, 1).front().energy);
  }
  state.SetItemsProcessed(state.iterations() * cues);
}

void measure_low_rank(benchmark::State& state, Index units) {
  const Patterns patterns = make_patterns(units);
  const LowRankMemory memory(patterns);
  const auto starts = make_cues(patterns);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(descend_all(memory, starts, most_sweeps, 1).front().energy);
  }
  state.SetItemsProcessed(state.iterations() * cues);
}

void measure_dense(benchmark::State& state, Index units) {
  const Patterns patterns = make_patterns(units);
  const ZeroTemperatureRecall recall(store(patterns));
  const auto starts = make_cues(patterns);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(recall.recall(starts, RecallOrder::asynchronous, most_sweeps, 1).front().energy);
  }
  state.SetItemsProcessed(state.iterations() * cues);
}

/// As one would write it in an afternoon: the field of each unit by a product, until nothing changes.
void measure_plain(benchmark::State& state, Index units) {
  const Patterns patterns = make_patterns(units);
  Eigen::MatrixXd couplings = patterns * patterns.transpose() / static_cast<double>(units);
  couplings.diagonal().setZero();
  const auto starts = make_cues(patterns);
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : state) {
    Eigen::VectorXd spins = spins_of(starts[next++ % starts.size()]);
    bool has_changed = true;
    while (has_changed) {
      has_changed = false;
      for (Index unit = 0; unit < units; ++unit) {
        const double field = couplings.col(unit).dot(spins);
        if (field * spins(unit) < 0) {
          spins(unit) = -spins(unit);
          has_changed = true;
        }
      }
    }
    benchmark::DoNotOptimize(spins.data());
  }
  state.SetItemsProcessed(state.iterations());
}

}  // namespace

void add_recall_benchmarks() {
  for (const Index units : {1000, 10'000}) {
    const std::string name = "recall/" + std::to_string(units) + '/';
    benchmark::RegisterBenchmark((name + "integers").c_str(), measure_integers, units)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark((name + "low_rank").c_str(), measure_low_rank, units)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark((name + "dense").c_str(), measure_dense, units)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark((name + "plain").c_str(), measure_plain, units)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace onedial::bench
