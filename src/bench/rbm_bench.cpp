#include "rbm_bench.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "onedial/core/instruction_set.hpp"
#include "onedial/core/random.hpp"
#include "onedial/engine/block_gibbs.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t seed = 1;
constexpr Index visible_units = 784;
constexpr Index hidden_units = 500;

struct Instance {
  const char* name;
  double weight;  ///< the weights' standard deviation
  double temperature;
};
constexpr Instance instances[] = {{"rbm_784x500", 0.01, 1.0}, {"rbm_784x500_frozen", 0.1, 0.2}};

std::shared_ptr<const Rbm> make_machine(const Instance& instance) {
  RandomStream random(seed, 0);
  std::normal_distribution<double> normal(0, instance.weight);
  Eigen::MatrixXd weights =
      Eigen::MatrixXd::Zero(visible_units, hidden_units).unaryExpr([&](double) { return normal(random); });
  return std::make_shared<const Rbm>(std::move(weights), Eigen::VectorXd::Zero(visible_units),
                                     Eigen::VectorXd::Zero(hidden_units));
}

/// Block Gibbs as one would write it in an afternoon: a sum in double precision along memory, a std::exp and
/// a number of xoshiro256** for each unit.
class PlainBlockGibbs {
 public:
  explicit PlainBlockGibbs(const Rbm& machine)
      : to_hidden_(machine.weights()),
        to_visible_(machine.weights().transpose()),
        visible_biases_(machine.visible_biases()),
        hidden_biases_(machine.hidden_biases()),
        visible_(static_cast<std::size_t>(machine.visible_units()), 1),
        hidden_(static_cast<std::size_t>(machine.hidden_units())),
        random_(seed, 1) {}

  void sweep(double temperature) {
    draw(to_hidden_, hidden_biases_, visible_, temperature, hidden_);
    draw(to_visible_, visible_biases_, hidden_, temperature, visible_);
  }

  [[nodiscard]] double last() const { return visible_.back(); }

 private:
  void draw(const Eigen::MatrixXd& weights, const Eigen::VectorXd& biases, const std::vector<double>& inputs,
            double temperature, std::vector<double>& units) {
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
      const double* column = weights.data() + unit * inputs.size();
      double field = biases[static_cast<Index>(unit)];
      for (std::size_t input = 0; input < inputs.size(); ++input) {
        field += column[input] * inputs[input];
      }
      units[unit] = uniform01(random_) * (1 + std::exp(-field / temperature)) < 1 ? 1 : 0;
    }
  }

  Eigen::MatrixXd to_hidden_;   // (V × H)
  Eigen::MatrixXd to_visible_;  // (H × V)
  Eigen::VectorXd visible_biases_;
  Eigen::VectorXd hidden_biases_;
  std::vector<double> visible_;  // 0 or 1
  std::vector<double> hidden_;
  RandomStream random_;
};

void measure_plain(benchmark::State& state, const Instance& instance) {
  PlainBlockGibbs loop(*make_machine(instance));
  for ([[maybe_unused]] auto _ : state) {
    loop.sweep(instance.temperature);
    benchmark::DoNotOptimize(loop.last());
  }
  state.SetItemsProcessed(state.iterations() * (visible_units + hidden_units));
}

void measure_engine(benchmark::State& state, const Instance& instance, Index replicas, std::string_view set) {
  const std::string_view before = instruction_set();
  use_instruction_set(set);
  const auto system = make_block_gibbs(make_machine(instance), replicas, 1, seed);
  use_instruction_set(before);
  const std::vector<Temperature> temperatures(static_cast<std::size_t>(replicas),
                                              Temperature(instance.temperature));
  constexpr int sweeps_to_forget_the_start = 20;
  for (int sweep = 0; sweep < sweeps_to_forget_the_start; ++sweep) {
    system->sweep(temperatures);
  }
  Index updates = 0;
  for ([[maybe_unused]] auto _ : state) {
    updates += system->sweep(temperatures).attempts;
    benchmark::DoNotOptimize(system->energies().front());
  }
  state.SetItemsProcessed(updates);
}

}  // namespace

void add_rbm_benchmarks() {
  for (const Instance& instance : instances) {
    const std::string name = std::string("block_gibbs/") + instance.name + '/';
    benchmark::RegisterBenchmark((name + "plain").c_str(), measure_plain, instance)
        ->Unit(benchmark::kMillisecond);
    for (const std::string_view set : available_instruction_sets()) {
      for (const Index replicas : {512, 64, 1}) {
        benchmark::RegisterBenchmark((name + std::string(set) + '/' + std::to_string(replicas)).c_str(),
                                     measure_engine, instance, replicas, set)
            ->Unit(benchmark::kMillisecond);
      }
    }
  }
}

}  // namespace onedial::bench
