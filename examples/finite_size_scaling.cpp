// How the peak of the heat capacity moves with the size of the system: square Ising ferromagnets of rising L
// are sampled by clusters, T*(L) is put beside the exact one, and T*(L) = T_c + a/L leads to the infinite
// lattice.
//   finite_size_scaling [largest L, a power of two from 16 to 128; 32 if not given]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/core/curve_maxima.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/sample/cluster.hpp"

using namespace onedial;

namespace {

struct MeasuredPeak {
  Index length;  // L
  double temperature;
  double error;
};

/// The window in which C(T) of L² spins has its peak: around T_c + 0.8/L, about as wide as the peak itself.
struct Window {
  Temperature coldest;
  Temperature hottest;
};

Window window_of(Index length) {
  const double scale = 1 / static_cast<double>(length);
  return {Temperature(ising_square_critical_temperature - scale),
          Temperature(ising_square_critical_temperature + 3 * scale)};
}

/// The highest C between the samples, from the one density of states that reweighting makes of all of them.
std::vector<PeakEstimate> measured_peaks(Index length) {
  constexpr Index ladders = 4;
  constexpr std::uint64_t seed = 1;
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = length}));
  const auto make_system = [&](Index replicas) {
    return make_cluster_system(model, ClusterKind::swendsen_wang, replicas, /*threads=*/2, seed);
  };
  const auto [coldest, hottest] = window_of(length);
  const std::vector<Temperature> temperatures =
      plan_ladder(make_system, {.coldest = coldest, .hottest = hottest, .count = 8, .seed = seed});
  const auto system = make_system(ladders * std::ssize(temperatures));
  const EquilibriumScan scan =
      scan_equilibrium(*system, {.temperatures = temperatures, .sweeps = 2000, .seed = seed});
  return scan.reweighting ? scan.reweighting->heat_capacity_peaks() : std::vector<PeakEstimate>{};
}

double exact_peak(Index length) {
  const auto [coldest, hottest] = window_of(length);
  return curve_maxima([&](Temperature t) { return ising_square(length, t).heat_capacity; }, coldest, hottest,
                      8)
      .at(0)
      .temperature.value();
}

/// T* = T_c + a/L through some peaks, by least squares with the weights 1/error².
void fit(const std::vector<MeasuredPeak>& peaks, std::size_t first) {
  double s = 0;
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double sxy = 0;
  for (std::size_t k = first; k < peaks.size(); ++k) {
    const double x = 1 / static_cast<double>(peaks[k].length);
    const double weight = 1 / (peaks[k].error * peaks[k].error);
    s += weight;
    sx += weight * x;
    sy += weight * peaks[k].temperature;
    sxx += weight * x * x;
    sxy += weight * x * peaks[k].temperature;
  }
  const double determinant = s * sxx - sx * sx;
  const double critical = (sxx * sy - sx * sxy) / determinant;
  const double slope = (s * sxy - sx * sy) / determinant;
  double chi_squared = 0;
  for (std::size_t k = first; k < peaks.size(); ++k) {
    const double fitted = critical + slope / static_cast<double>(peaks[k].length);
    chi_squared += std::pow((peaks[k].temperature - fitted) / peaks[k].error, 2);
  }
  const double error = std::sqrt(sxx / determinant);
  std::printf("L = %td to %td: T_c = %.5f +- %.5f, z = %+.1f; a = %.3f +- %.3f; chi^2 = %.1f of %td\n",
              peaks[first].length, peaks.back().length, critical, error,
              (critical - ising_square_critical_temperature) / error, slope, std::sqrt(s / determinant),
              chi_squared, std::ssize(peaks) - static_cast<Index>(first) - 2);
}

}  // namespace

int main(int argc, char** argv) {
  const long largest = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 32;
  if (largest < 16 || largest > 128) {
    std::fprintf(stderr, "the largest L is %ld; must be from 16 to 128\n", largest);
    return 2;
  }
  std::printf("%4s %11s %9s %11s %6s\n", "L", "T*", "error", "exact", "z");
  std::vector<MeasuredPeak> peaks;
  for (Index length = 8; length <= largest; length *= 2) {
    const std::vector<PeakEstimate> found = measured_peaks(length);
    if (found.size() != 1) {
      std::fprintf(stderr, "%td peaks at L = %td; there should be one\n", std::ssize(found), length);
      return 1;
    }
    const auto [temperature, error] = std::pair(found[0].temperature, found[0].temperature_error);
    const double exact = exact_peak(length);
    std::printf("%4td %11.5f %9.5f %11.5f %+6.1f\n", length, temperature, error, exact,
                (temperature - exact) / error);
    peaks.push_back({length, temperature, error});
  }
  // Small lattices bend off the straight line by corrections to scaling, which no error bar knows of: fits of
  // all sizes are there to show that, those of the two or three largest are what to quote.
  std::printf("\nT* = T_c + a/L, and T_c = %.6f\n", ising_square_critical_temperature);
  for (std::size_t first = 0; first + 2 <= peaks.size(); ++first) {
    fit(peaks, first);
  }
}
