#include "onedial/run/trace.hpp"

#include <cmath>

#include "catch.hpp"

using namespace onedial;

namespace {

AnnealSweep sweep_of(Index sweep, Index sweeps, double t, std::span<const double> energies, Index flips) {
  return {.progress = {.sweep = sweep, .sweeps = sweeps},
          .temperature = Temperature(t),
          .stats = {.attempts = 100, .flips = flips},
          .energies = energies,
          .best_energy = -9};
}

}  // namespace

TEST_CASE("a row holds the replicas' mean, variance, lowest energy, flip rate and heat capacity") {
  Trace trace(2);
  const std::vector<double> energies = {-3, -1, -5, -3};
  trace.add(sweep_of(0, 2, 2.0, energies, 25));
  trace.add(sweep_of(1, 2, 0.0, energies, 0));
  CHECK(trace.csv() ==
        "sweep,temperature,mean_energy,energy_variance,lowest_energy,best_energy,flip_rate,heat_capacity\n"
        "1,2,-3,2.6666666666666665,-5,-9,0.25,0.6666666666666666\n"
        "2,0,-3,2.6666666666666665,-5,-9,0,\n");
}

TEST_CASE("one replica has no variance") {
  Trace trace(1);
  trace.add(sweep_of(0, 1, 2.0, std::vector<double>{-3.5}, 1));
  CHECK(trace.csv().find("1,2,-3.5,,-3.5,-9,0.01,\n") != std::string::npos);
}

TEST_CASE("a long run is thinned out, counts all flips and keeps its last sweep") {
  constexpr Index sweeps = 10'001;
  Trace trace(sweeps);
  const std::vector<double> energies = {1, 2};
  for (Index k = 0; k < sweeps; ++k) {
    trace.add(sweep_of(k, sweeps, 1.0, energies, k % 2 == 0 ? 0 : 50));
  }
  const auto& rows = trace.rows();
  CHECK(rows.size() <= static_cast<std::size_t>(Trace::most_rows));
  CHECK(rows.size() > 1000);
  CHECK(rows.back().sweep == sweeps);
  CHECK(rows[0].sweep == 6);
  CHECK(rows[0].flip_rate == Approx(0.25));
}
