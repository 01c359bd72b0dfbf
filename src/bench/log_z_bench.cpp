#include "log_z_bench.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <vector>

#include "onedial/anneal/annealed_importance.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/learn/machine_system.hpp"
#include "onedial/learn/partition_function.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t seed = 1;
constexpr Index visible_units = 784;
constexpr Index chains = 100;

/// Weights as they are after some training on digits, where most visible units are off.
RestrictedMachine make_machine(Index hidden_units) {
  RandomStream random(seed, 0);
  std::normal_distribution<float> normal(0, 0.05F);
  RestrictedMachine machine;
  machine.weights =
      FloatRows::Zero(visible_units, hidden_units).unaryExpr([&](float) { return normal(random); });
  machine.visible_biases = Eigen::VectorXf::Constant(visible_units, -1.5F);
  machine.hidden_biases = Eigen::VectorXf::Zero(hidden_units);
  return machine;
}

void measure_exact(benchmark::State& state) {
  const RestrictedMachine machine = make_machine(16);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(log_partition_function(machine));
  }
  state.SetItemsProcessed(state.iterations() << 16U);
}

/// A sum over the states of the hidden units in Gray code order, with a logarithm and an exponential a unit.
void measure_plain_exact(benchmark::State& state) {
  const Rbm machine = as_rbm(make_machine(16));
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(machine.log_partition_function(Temperature(1)));
  }
  state.SetItemsProcessed(state.iterations() << 16U);
}

void measure_annealed(benchmark::State& state) {
  const RestrictedMachine machine = make_machine(500);
  const MachineSystem view =
      make_machine_system(machine, chains, 1, seed, machine.visible_biases.cast<double>());
  constexpr Index steps = 100;
  auto path = spaced_ladder(LadderSpacing::linear_beta, Temperature(1), Temperature::infinite(), steps + 1);
  std::reverse(path.begin(), path.end());
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(annealed_log_weights(*view.system, path));
  }
  state.SetItemsProcessed(state.iterations() * steps * chains);
}

/// Annealed importance sampling as one would write it in an afternoon: all chains as rows of a matrix,
/// products by Eigen, and weights of the visible units alone, for which the hidden ones are summed over.
void measure_plain_annealed(benchmark::State& state) {
  const RestrictedMachine machine = make_machine(500);
  RandomStream random(seed, 1);
  const auto draw = [&](float p) { return static_cast<float>(uniform01(random)) < p ? 1.0F : 0.0F; };
  const auto logistic = [](float x) { return 1 / (1 + std::exp(-x)); };
  const auto softplus = [](float x) { return std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))); };
  FloatRows v = FloatRows::Constant(chains, visible_units, 0.2F).unaryExpr(draw);
  FloatRows fields(chains, 500);
  Eigen::VectorXf logs = Eigen::VectorXf::Zero(chains);
  constexpr float step = 0.01F;
  float beta = 0;
  Index steps = 0;
  for ([[maybe_unused]] auto _ : state) {
    const float next = beta > 0.98F ? 0.0F : beta + step;
    fields = (v * machine.weights).rowwise() + machine.hidden_biases.transpose();
    logs += (next * fields).unaryExpr(softplus).rowwise().sum() -
            (beta * fields).unaryExpr(softplus).rowwise().sum();
    beta = next;
    const FloatRows h = (beta * fields).unaryExpr(logistic).unaryExpr(draw);
    v = ((beta * (h * machine.weights.transpose())).rowwise() + machine.visible_biases.transpose())
            .unaryExpr(logistic)
            .unaryExpr(draw);
    benchmark::DoNotOptimize(logs.data());
    ++steps;
  }
  state.SetItemsProcessed(steps * chains);
}

}  // namespace

void add_log_z_benchmarks() {
  const auto add = [](const char* name, void (*measure)(benchmark::State&)) {
    benchmark::RegisterBenchmark(name, measure)->Unit(benchmark::kMillisecond);
  };
  add("exact_log_z/rbm_784x16/plain", measure_plain_exact);
  add("exact_log_z/rbm_784x16/products", measure_exact);
  add("annealed_log_z/rbm_784x500/plain", measure_plain_annealed);
  add("annealed_log_z/rbm_784x500/system", measure_annealed);
}

}  // namespace onedial::bench
