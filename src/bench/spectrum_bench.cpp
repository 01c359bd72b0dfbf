#include "spectrum_bench.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "onedial/core/compressed_spectrum.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial::bench {
namespace {

constexpr int temperatures = 200;

double temperature(int k) {
  return 0.05 * std::pow(100.0, k / (temperatures - 1.0));
}

/// Sums of twelve uniform numbers: close to a normal distribution of width 2.
Spectrum spectrum_of(Index size) {
  RandomStream random(1, 0);
  std::vector<double> energies(static_cast<std::size_t>(size));
  for (double& energy : energies) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) {
      sum += uniform01(random);
    }
    energy = 2 * sum;
  }
  return Spectrum(energies);
}

void measure_compressed(benchmark::State& state, Index size) {
  const Spectrum spectrum = spectrum_of(size);
  double widest = 0;
  for ([[maybe_unused]] auto _ : state) {
    const CompressedSpectrum compressed(spectrum);
    for (int k = 0; k < temperatures; ++k) {
      const auto [lower, upper] = compressed.log_z_bounds(Temperature(temperature(k)));
      widest = std::max(widest, upper - lower);
      benchmark::DoNotOptimize(lower);
    }
  }
  state.counters["bound"] = widest;
}

void measure_one_temperature(benchmark::State& state, Index size) {
  const CompressedSpectrum compressed(spectrum_of(size));
  int k = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(compressed.evaluate(Temperature(temperature(k++ % temperatures))));
  }
}

/// ln Z as most write it.
void measure_plain(benchmark::State& state, Index size) {
  const Spectrum spectrum = spectrum_of(size);
  for ([[maybe_unused]] auto _ : state) {
    for (int k = 0; k < temperatures; ++k) {
      double sum = 0;
      for (const double energy : spectrum.energies()) {
        sum += std::exp((spectrum.ground_energy() - energy) / temperature(k));
      }
      benchmark::DoNotOptimize(std::log(sum));
    }
  }
}

}  // namespace

void add_spectrum_benchmarks() {
  for (const Index size : {32'768, 131'072, 262'144}) {
    const std::string name = "sweep/" + std::to_string(size);
    benchmark::RegisterBenchmark((name + "/compressed").c_str(), measure_compressed, size)
        ->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark((name + "/one temperature").c_str(), measure_one_temperature, size)
        ->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark((name + "/plain").c_str(), measure_plain, size)
        ->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace onedial::bench
