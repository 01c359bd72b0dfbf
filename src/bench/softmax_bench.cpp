#include "softmax_bench.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <boost/random/normal_distribution.hpp>
#include <string>
#include <vector>

#include "onedial/softmax/alias_table.hpp"
#include "onedial/softmax/draw.hpp"
#include "onedial/softmax/softmax.hpp"
#include "plain_softmax.hpp"

namespace onedial::bench {
namespace {

constexpr double temperature_value = 0.8;
constexpr Temperature temperature(temperature_value);
constexpr std::array<std::size_t, 3> sizes = {32768, 131072, 262144};

/// Normal logits of standard deviation 3, about as wide as those of language models.
template <class Real>
std::vector<Real> logits_of(std::size_t size) {
  RandomStream random(20240601, 2);
  boost::random::normal_distribution<double> normal(0, 3);
  std::vector<Real> logits(size);
  for (Real& z : logits) {
    z = static_cast<Real>(normal(random));
  }
  return logits;
}

template <class Real, class Work>
void measure(benchmark::State& state, std::size_t size, Work work) {
  const std::vector<Real> logits = logits_of<Real>(size);
  std::vector<Real> out(size);
  for ([[maybe_unused]] auto _ : state) {
    work(logits, out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(size));
}

/// `work(logits, room for results)` on a vocabulary of each size.
template <class Real, class Work>
void add(const std::string& quantity, const std::string& implementation, Work work) {
  for (const std::size_t size : sizes) {
    const std::string name = fmt::format("{}/{}k/{}", quantity, size / 1024, implementation);
    benchmark::RegisterBenchmark(name.c_str(), measure<Real, Work>, size, work);
  }
}

template <class Real>
void add_softmax(const std::string& quantity) {
  using Vector = std::vector<Real>;
  add<Real>(quantity, "onedial", [](const Vector& z, Vector& out) { softmax(z, temperature, out); });
  add<Real>(quantity, "eigen",
            [](const Vector& z, Vector& out) { eigen_softmax(z, temperature_value, out); });
  add<Real>(quantity, "std_exp",
            [](const Vector& z, Vector& out) { plain_softmax(z, temperature_value, out); });
}

template <class Real>
void add_moments(const std::string& quantity) {
  const auto add_version = [&](const std::string& implementation, auto entropy) {
    add<Real>(quantity, implementation, [entropy](const std::vector<Real>& z, std::vector<Real>&) {
      benchmark::DoNotOptimize(entropy(z));
    });
  };
  add_version("onedial", [](const auto& z) { return softmax_thermodynamics(z, temperature).entropy; });
  add_version("eigen", [](const auto& z) { return eigen_moments(z, temperature_value).entropy; });
  add_version("std_exp", [](const auto& z) { return plain_moments(z, temperature_value).entropy; });
}

void add_draws() {
  const auto add_version = [](const std::string& implementation, auto draw) {
    add<float>("softmax_draw/float", implementation,
               [draw, random = RandomStream(1, 0)](const auto& z, auto&) mutable {
                 benchmark::DoNotOptimize(draw(z, random));
               });
  };
  add_version("onedial", [](const auto& z, auto& random) { return draw_token(z, temperature, random); });
  add_version("gumbel",
              [](const auto& z, auto& random) { return draw_token_gumbel(z, temperature, random); });
  add_version("eigen", [](const auto& z, auto& random) { return eigen_draw(z, temperature_value, random); });
  add_version("std_exp",
              [](const auto& z, auto& random) { return plain_draw(z, temperature_value, random); });
}

/// One draw from a finished table: items are draws.
void measure_alias_draw(benchmark::State& state, std::size_t size) {
  const std::vector<float> logits = logits_of<float>(size);
  const AliasTable table = AliasTable::from_logits(std::span<const float>(logits), temperature);
  RandomStream random(1, 0);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(table.draw(random));
  }
  state.SetItemsProcessed(state.iterations());
}

void add_alias_table() {
  add<float>("softmax_alias_table/float", "onedial", [](const std::vector<float>& z, auto&) {
    benchmark::DoNotOptimize(AliasTable::from_logits(std::span<const float>(z), temperature));
  });
  for (const std::size_t size : sizes) {
    const std::string name = fmt::format("softmax_alias_draw/float/{}k/onedial", size / 1024);
    benchmark::RegisterBenchmark(name.c_str(), measure_alias_draw, size);
  }
}

}  // namespace

void add_softmax_benchmarks() {
  add_softmax<float>("softmax/float");
  add_softmax<double>("softmax/double");
  add_moments<float>("softmax_moments/float");
  add_moments<double>("softmax_moments/double");
  add_draws();
  add_alias_table();
}

}  // namespace onedial::bench
