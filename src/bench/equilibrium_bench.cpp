#include "equilibrium_bench.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/sample/cluster.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t seed = 1;
constexpr int sweeps_to_forget_the_start = 500;

std::shared_ptr<const PairwiseModel> ferromagnet(Index length) {
  return std::make_shared<const PairwiseModel>(ising_lattice({.length = length}));
}

/// Wolff's update as one would write it in an afternoon: a stack, neighbours by modulo, an exponential known
/// beforehand and a number of xoshiro256** for each neighbour that agrees.
class PlainWolff {
 public:
  explicit PlainWolff(Index length)
      : length_(length),
        spins_(static_cast<std::size_t>(length * length), 1),
        random_(seed, 1),
        add_(1 - std::exp(-2 / ising_square_critical_temperature)) {}

  Index turn_cluster() {
    const auto start = static_cast<Index>(uniform01(random_) * static_cast<double>(spins_.size()));
    const int old = at(start);
    at(start) = -old;
    stack_ = {start};
    Index turned = 1;
    while (!stack_.empty()) {
      const Index unit = stack_.back();
      stack_.pop_back();
      const Index x = unit % length_;
      const Index y = unit / length_;
      for (const Index neighbour :
           {(x + 1) % length_ + length_ * y, (x + length_ - 1) % length_ + length_ * y,
            x + length_ * ((y + 1) % length_), x + length_ * ((y + length_ - 1) % length_)}) {
        if (at(neighbour) == old && uniform01(random_) < add_) {
          at(neighbour) = -old;
          stack_.push_back(neighbour);
          ++turned;
        }
      }
    }
    return turned;
  }

 private:
  int& at(Index unit) { return spins_[static_cast<std::size_t>(unit)]; }

  Index length_;
  std::vector<int> spins_;
  std::vector<Index> stack_;
  RandomStream random_;
  double add_;
};

void measure_plain_wolff(benchmark::State& state, Index length) {
  PlainWolff loop(length);
  for (int sweep = 0; sweep < sweeps_to_forget_the_start; ++sweep) {
    loop.turn_cluster();
  }
  Index turned = 0;
  for ([[maybe_unused]] auto _ : state) {
    turned += loop.turn_cluster();
  }
  state.SetItemsProcessed(turned);
}

void measure_clusters(benchmark::State& state, Index length, ClusterKind kind) {
  const auto system = make_cluster_system(ferromagnet(length), kind, 1, 1, seed);
  const Temperature t(ising_square_critical_temperature);
  for (int sweep = 0; sweep < sweeps_to_forget_the_start; ++sweep) {
    system->sweep({&t, 1});
  }
  Index units = 0;
  for ([[maybe_unused]] auto _ : state) {
    const SweepStats stats = system->sweep({&t, 1});
    units += kind == ClusterKind::wolff ? stats.flips : stats.attempts;
  }
  state.SetItemsProcessed(units);
}

/// 16 × 16 spins at 21 temperatures around the peak of C in 16 ladders.
struct Ladder {
  static constexpr Index ladders = 16;
  std::vector<Temperature> temperatures =
      spaced_ladder(LadderSpacing::linear_beta, Temperature(1.6), Temperature(6), 21);
  std::unique_ptr<System> system =
      make_system(ferromagnet(16), {.replicas = ladders * std::ssize(temperatures)}, seed);
};

void measure_sweeps(benchmark::State& state) {
  const Ladder ladder;
  std::vector<Temperature> all;
  for (Index k = 0; k < Ladder::ladders; ++k) {
    all.insert(all.end(), ladder.temperatures.begin(), ladder.temperatures.end());
  }
  Index updates = 0;
  for ([[maybe_unused]] auto _ : state) {
    updates += ladder.system->sweep(all).attempts;
  }
  state.SetItemsProcessed(updates);
}

void measure_exchange(benchmark::State& state) {
  const Ladder ladder;
  ReplicaExchange exchange(*ladder.system, ladder.temperatures, seed);
  Index updates = 0;
  for ([[maybe_unused]] auto _ : state) {
    updates += exchange.sweep().attempts;
  }
  state.SetItemsProcessed(updates);
}

void measure_scan(benchmark::State& state) {
  const Ladder ladder;
  Index updates = 0;
  for ([[maybe_unused]] auto _ : state) {
    const EquilibriumScan scan = scan_equilibrium(
        *ladder.system,
        {.temperatures = ladder.temperatures, .equilibration = 100, .sweeps = 10'000, .seed = seed});
    updates += scan.updates;
  }
  state.SetItemsProcessed(updates);
}

}  // namespace

void add_equilibrium_benchmarks() {
  for (const Index length : {16, 128}) {
    const std::string name = "cluster/" + std::to_string(length) + '/';
    benchmark::RegisterBenchmark((name + "plain_wolff").c_str(), measure_plain_wolff, length);
    benchmark::RegisterBenchmark((name + "wolff").c_str(), measure_clusters, length, ClusterKind::wolff);
    benchmark::RegisterBenchmark((name + "swendsen_wang").c_str(), measure_clusters, length,
                                 ClusterKind::swendsen_wang);
  }
  benchmark::RegisterBenchmark("equilibrium/sweeps", measure_sweeps);
  benchmark::RegisterBenchmark("equilibrium/exchange", measure_exchange);
  benchmark::RegisterBenchmark("equilibrium/scan", measure_scan)->Unit(benchmark::kMillisecond);
}

}  // namespace onedial::bench
