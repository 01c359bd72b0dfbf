#include "decode_bench.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "onedial/core/elementary.hpp"
#include "onedial/softmax/decode.hpp"

namespace {

using namespace onedial;

/// Logits that fall with rank as those of a language model do, in random order: z = −1.1 ln(rank) and noise.
std::vector<float> vocabulary(Index size) {
  RandomStream random(5, 0);
  std::vector<float> logits;
  for (Index rank = 1; rank <= size; ++rank) {
    logits.push_back(
        static_cast<float>(uniform01(random) - 1.1 * elementary::log(static_cast<double>(rank))));
  }
  for (std::size_t i = logits.size(); i > 1; --i) {
    std::swap(logits[i - 1], logits[static_cast<std::size_t>(uniform01(random) * static_cast<double>(i))]);
  }
  return logits;
}

void measure_chain(benchmark::State& state, const SamplerChain& chain, Index size) {
  const std::vector<float> logits = vocabulary(size);
  RandomStream random(1, 0);
  DecodeState decode_state;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(decode(chain, logits, decode_state, random));
    decode_state.history.clear();
  }
  state.SetItemsProcessed(state.iterations() * size);
}

/// What is written without a library: partial sort of all tokens, then the same cuts and draw.
void measure_plain(benchmark::State& state, Index size) {
  const std::vector<float> logits = vocabulary(size);
  RandomStream random(1, 0);
  std::vector<std::size_t> ids(logits.size());
  std::vector<double> weights(40);
  for ([[maybe_unused]] auto _ : state) {
    for (std::size_t i = 0; i < ids.size(); ++i) {
      ids[i] = i;
    }
    std::partial_sort(ids.begin(), ids.begin() + 40, ids.end(),
                      [&](std::size_t a, std::size_t b) { return logits[a] > logits[b]; });
    const auto weight = [&](std::size_t i, double t) {
      return std::exp(static_cast<double>(logits[ids[i]] - logits[ids[0]]) / t);
    };
    double total = 0;
    for (std::size_t i = 0; i < 40; ++i) {
      weights[i] = weight(i, 1.0);
      total += weights[i];
    }
    std::size_t kept = 0;
    for (double mass = 0; kept < 40 && mass < 0.95 * total;) {
      mass += weights[kept++];
    }
    total = 0;
    for (std::size_t i = 0; i < kept; ++i) {
      weights[i] = weight(i, 0.8);
      total += weights[i];
    }
    const double target = uniform01(random) * total;
    std::size_t chosen = 0;
    for (double sum = weights[0]; chosen + 1 < kept && sum <= target;) {
      sum += weights[++chosen];
    }
    benchmark::DoNotOptimize(ids[chosen]);
  }
  state.SetItemsProcessed(state.iterations() * size);
}

}  // namespace

void add_decode_benchmarks() {
  for (const Index size : {32'768, 131'072, 262'144}) {
    const std::string suffix = std::string("/").append(std::to_string(size));
    for (const char* chain : {"top_k=40,top_p=0.95,temperature=0.8", "temperature=0.8,top_k=40,top_p=0.95",
                              "min_p=0.05,temperature=0.8", "greedy", "top_p=0.95,temperature=0.8"}) {
      benchmark::RegisterBenchmark((std::string("decode/") + chain + suffix).c_str(), measure_chain,
                                   parse_sampler_chain(chain), size)
          ->Unit(benchmark::kMicrosecond);
    }
    benchmark::RegisterBenchmark(("decode/plain partial_sort" + suffix).c_str(), measure_plain, size)
        ->Unit(benchmark::kMicrosecond);
  }
}
