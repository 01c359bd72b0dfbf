#include "train_bench.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "onedial/core/instruction_set.hpp"
#include "onedial/core/random.hpp"
#include "onedial/data/dataset.hpp"
#include "onedial/learn/rbm_sampler.hpp"
#include "onedial/learn/trainer.hpp"
#include "plain_training.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t seed = 1;
constexpr Index hidden_units = 500;
constexpr Index batch = 100;
constexpr Index examples = 1000;

/// Digits, of which a fifth of the pixels is on, or random bits, half of them on: what is off costs less.
FloatRows make_examples(bool are_digits) {
  constexpr Index visible_units = 784;
  if (!are_digits) {
    RandomStream random(seed, 0);
    return FloatRows::Zero(examples, visible_units).unaryExpr([&](float) {
      return uniform01(random) < 0.5 ? 1.0F : 0.0F;
    });
  }
  const auto file = std::filesystem::path(ONEDIAL_INSTANCES) / "digits" / "train-images-idx3-ubyte.gz";
  return read_dataset(file, {.limit = examples}).values.unaryExpr([](float value) {
    return value > 0.5F ? 1.0F : 0.0F;
  });
}

void measure_training(benchmark::State& state, bool are_digits, Index threads, std::string_view set) {
  const std::string_view before = instruction_set();
  use_instruction_set(set);
  const FloatRows data = make_examples(are_digits);
  Trainer trainer(initial_machine(VisibleUnits::binary, 2, hidden_units, data, seed), data, {},
                  {.batch = batch, .negative = ContrastiveDivergence{}, .threads = threads, .seed = seed});
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(trainer.step());
  }
  use_instruction_set(before);
  state.SetItemsProcessed(state.iterations() * batch);
}

void measure_sampling(benchmark::State& state, std::string_view set) {
  const std::string_view before = instruction_set();
  use_instruction_set(set);
  const FloatRows data = make_examples(true);
  RbmSampler sampler(initial_machine(VisibleUnits::binary, 2, hidden_units, data, seed), batch, 1, seed);
  for ([[maybe_unused]] auto _ : state) {
    sampler.sweep();
  }
  use_instruction_set(before);
  state.SetItemsProcessed(state.iterations() * batch);
}

using PlainMaker = std::unique_ptr<PlainTraining> (*)(const PlainShape&);

/// What Eigen is compiled for, if this processor has it.
struct PlainLevel {
  const char* name;
  PlainMaker make;
};

std::vector<PlainLevel> plain_levels() {
  std::vector<PlainLevel> levels;
#if defined(__x86_64__)
  levels.push_back({"eigen_sse4", plain_training_v2});
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    levels.push_back({"eigen_avx2", plain_training_v3});
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
    levels.push_back({"eigen_avx512", plain_training_v4});
  }
#endif
  return levels;
}

/// `work` on a plain object and the first batch of the examples.
template <class Work>
void measure_plain(benchmark::State& state, PlainMaker make, bool are_digits, Work work) {
  const FloatRows data = make_examples(are_digits);
  const auto plain = make({.batch = static_cast<int>(batch),
                           .visible = static_cast<int>(data.cols()),
                           .hidden = static_cast<int>(hidden_units)});
  for ([[maybe_unused]] auto _ : state) {
    work(*plain, data.data());
    benchmark::DoNotOptimize(plain->first_weight());
  }
  state.SetItemsProcessed(state.iterations() * batch);
}

void add(const std::string& name, const std::function<void(benchmark::State&)>& measure) {
  benchmark::RegisterBenchmark(name.c_str(), measure)->Unit(benchmark::kMillisecond)->UseRealTime();
}

}  // namespace

void add_train_benchmarks() {
  for (const bool are_digits : {true, false}) {
    const std::string name = std::string("train/cd1/") + (are_digits ? "digits/" : "coins/");
    for (const PlainLevel& level : plain_levels()) {
      add(name + level.name, [=](benchmark::State& state) {
        measure_plain(state, level.make, are_digits,
                      [](PlainTraining& plain, const float* data) { plain.step(data); });
      });
      add(name + level.name + "_products_alone", [=](benchmark::State& state) {
        measure_plain(state, level.make, are_digits,
                      [](PlainTraining& plain, const float* data) { plain.multiply(data); });
      });
    }
    for (const std::string_view set : available_instruction_sets()) {
      for (const Index threads : {1, 2}) {
        add(name + std::string(set) + '/' + std::to_string(threads),
            [=](benchmark::State& state) { measure_training(state, are_digits, threads, set); });
      }
    }
  }
  for (const PlainLevel& level : plain_levels()) {
    add(std::string("train/gibbs/") + level.name, [=](benchmark::State& state) {
      measure_plain(state, level.make, true, [](PlainTraining& plain, const float*) { plain.sweep(); });
    });
    add(std::string("train/gibbs/") + level.name + "_products_alone", [=](benchmark::State& state) {
      measure_plain(state, level.make, true,
                    [](PlainTraining& plain, const float*) { plain.multiply_for_sweep(); });
    });
  }
  for (const std::string_view set : available_instruction_sets()) {
    add("train/gibbs/" + std::string(set), [=](benchmark::State& state) { measure_sampling(state, set); });
  }
}

}  // namespace onedial::bench
