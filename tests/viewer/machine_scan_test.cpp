#include "viewer/machine_scan.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/learn/partition_function.hpp"
#include "viewer/digit_learner.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

constexpr Temperature coldest(0.2);
constexpr Temperature hottest(10);

/// ⟨E⟩, C and S of a machine that is small enough for an exact ln Z, from differences of it in ln T:
/// F = −T ln Z, S = −dF/dT, C = T dS/dT.
struct Exact {
  double entropy;
  double heat_capacity;
};

Exact exact(const RestrictedMachine& machine, double t) {
  constexpr double step = 1e-3;
  const auto free_energy = [&](double at) { return -at * log_partition_function(machine, Temperature(at)); };
  const double h = step * t;
  const double below = free_energy(t - h);
  const double here = free_energy(t);
  const double above = free_energy(t + h);
  return {.entropy = (below - above) / (2 * h), .heat_capacity = -t * (above - 2 * here + below) / (h * h)};
}

/// Sweeps a scan until it has measured enough.
MachineReadings finish(MachineScan& scan) {
  while (!scan.sweep()) {
  }
  return scan.read().value();
}

/// Holds what was found to the exact values: 21 levels, and 4 places of the curve.
void check(const MachineReadings& found, const RestrictedMachine& machine) {
  CHECK(found.log_z.error > 0);
  CHECK(found.log_z.error < 0.5);
  CHECK(std::abs(found.log_z.value - log_partition_function(machine)) < 5 * found.log_z.error);
  for (const std::size_t k : {0U, 15U, 30U, 47U}) {
    const ReweightedPoint& point = found.curve.at(k);
    const Exact known = exact(machine, point.value.temperature.value());
    CAPTURE(k, point.value.temperature.value());
    CHECK(point.is_supported());
    // At the coldest place replicas come and go too rarely for a short scan to see how rarely: its error of C
    // is known to be too small there by a factor of about two.
    const double sigmas = k == 0 ? 10 : 5;
    CHECK(std::abs(point.value.heat_capacity - known.heat_capacity) <
          sigmas * point.standard_error.heat_capacity + 1e-3);
    CHECK(std::abs(point.value.entropy - known.entropy) < 5 * point.standard_error.entropy + 1e-3);
  }
  const double at_peak = exact(machine, found.peak.value().temperature).heat_capacity;
  CHECK(std::abs(found.peak->value - at_peak) < 5 * found.peak->value_error);
  CHECK(at_peak > exact(machine, found.peak->temperature * 1.5).heat_capacity);
  CHECK(at_peak > exact(machine, found.peak->temperature / 1.5).heat_capacity);
}

}  // namespace

TEST_CASE("a scan finds the exact ln Z, S and C of a machine before and after it has learned digits") {
  DigitLearner learner(12, 0.01, 3);
  const RestrictedMachine untrained = learner.machine();
  MachineScan scan(untrained, coldest, hottest, 4);
  check(finish(scan), untrained);
  for (int k = 0; k < 150; ++k) {
    learner.step();
  }
  const RestrictedMachine trained = learner.machine();
  scan.begin(trained);
  const MachineReadings first = finish(scan);
  check(first, trained);
  // The same machine for longer: smaller errors.
  finish(scan);
  const MachineReadings longer = finish(scan);
  check(longer, trained);
  CHECK(longer.levels.front().samples == 4 * first.levels.front().samples);
  CHECK(longer.log_z.error < first.log_z.error);
}
