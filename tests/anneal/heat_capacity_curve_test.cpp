#include "onedial/anneal/heat_capacity_curve.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;

TEST_CASE("the heat capacity of a slow anneal of SK16 follows the exact curve, and its peak is found") {
  const auto model = reference::sk16(reference::load("sk16.json"));
  const Spectrum exact(enumerate(model));
  const GeometricSchedule schedule{Temperature(4.0), Temperature(0.35)};
  constexpr Index sweeps = 20'000;
  HeatCapacityCurve curve(schedule, sweeps);
  const auto system = make_system(model, {.engine = Engine::reference, .replicas = 64}, 4);
  anneal(*system, schedule, {.sweeps = sweeps}, [&](const AnnealSweep& sweep) {
    curve.add(sweep.temperature, sweep.energies);
    return true;
  });
  const auto points = curve.points();
  REQUIRE(points.size() == 48);
  double squares = 0;
  for (const auto& point : points) {
    INFO("T = " << point.temperature.value());
    const double truth = thermodynamics(exact, point.temperature).heat_capacity;
    const double z = (point.heat_capacity - truth) / point.standard_error;
    CHECK(std::abs(z) < 5);
    squares += z * z;
    // The slope is a finite difference, which rounds the curve off a little.
    CHECK(std::abs(point.energy_slope - truth) < 5 * point.energy_slope_error + 0.03 * truth);
    CHECK(point.in_equilibrium);
  }
  // The errors are neither too small nor too large: the mean of z² is one.
  CHECK(squares / 48 > 0.4);
  CHECK(squares / 48 < 2.2);
  const auto peaks = heat_capacity_peaks(points);
  REQUIRE(peaks.size() == 1);
  CHECK(std::abs(peaks[0].temperature.value() - 0.7164) < 0.15);
  CHECK(peaks[0].combined() == Approx(6.0994).epsilon(0.05));
  CHECK(peaks[0].combined_error() < 0.1);
}

TEST_CASE("two estimates of C are weighted by their errors") {
  HeatCapacityCurve::Point point{.temperature = Temperature(1),
                                 .heat_capacity = 10,
                                 .standard_error = 2,
                                 .sweeps = 1,
                                 .energy_slope = 5,
                                 .energy_slope_error = 1};
  CHECK(point.combined() == Approx(6));
  CHECK(point.combined_error() == Approx(std::sqrt(0.8)));
  point.in_equilibrium = false;
  CHECK(point.combined() == 5);
  CHECK(point.combined_error() == 1);
}

TEST_CASE("only a peak of a curve in equilibrium is one") {
  const auto at = [](double t, double slope, bool in_equilibrium = true) {
    return HeatCapacityCurve::Point{.temperature = Temperature(t),
                                    .heat_capacity = slope,
                                    .standard_error = 0.1,
                                    .sweeps = 10,
                                    .energy_slope = slope,
                                    .energy_slope_error = 0.1,
                                    .in_equilibrium = in_equilibrium};
  };
  using Curve = std::vector<HeatCapacityCurve::Point>;
  CHECK(heat_capacity_peaks(Curve{at(1, 1), at(2, 5), at(3, 1)}).size() == 1);
  CHECK(heat_capacity_peaks(Curve{at(1, 9), at(2, 5), at(3, 1)}).empty());    // still rising at its cold end
  CHECK(heat_capacity_peaks(Curve{at(1, 1), at(2, 5), at(3, 9)}).empty());    // started too cold
  CHECK(heat_capacity_peaks(Curve{at(1, 4.8), at(2, 5), at(3, 1)}).empty());  // within the errors
  CHECK(heat_capacity_peaks(Curve{at(1, 1, false), at(2, 5), at(3, 1)}).empty());
  CHECK(heat_capacity_peaks(Curve{at(1, 5)}).empty());
  CHECK(heat_capacity_peaks(Curve{}).empty());
}

TEST_CASE("a run that freezes says from where its fluctuations are no heat capacity") {
  const auto model = reference::sk16(reference::load("sk16.json"));
  const GeometricSchedule schedule{Temperature(8.0), Temperature(0.02)};
  constexpr Index sweeps = 400;
  HeatCapacityCurve curve(schedule, sweeps);
  const auto system = make_system(model, {.engine = Engine::reference, .replicas = 2000}, 4);
  anneal(*system, schedule, {.sweeps = sweeps}, [&](const AnnealSweep& sweep) {
    curve.add(sweep.temperature, sweep.energies);
    return true;
  });
  const auto points = curve.points();
  const auto first =
      std::find_if(points.begin(), points.end(), [](const auto& p) { return p.in_equilibrium; });
  REQUIRE(first != points.end());
  REQUIRE(first != points.begin());
  CHECK(std::all_of(first, points.end(), [](const auto& p) { return p.in_equilibrium; }));
  CHECK(first->temperature < Temperature(0.7));
  // The coldest bins are frozen: some replicas sit in other minima, so that Var(E)/T² is large.
  CHECK(points.front().heat_capacity > 100);
  CHECK(std::abs(points.front().energy_slope) < 1);
  const auto peaks = heat_capacity_peaks(points);
  REQUIRE(peaks.size() == 1);
  CHECK(std::abs(peaks[0].temperature.value() - 0.7164) < 0.2);
}

TEST_CASE("few replicas, T = 0 and T = ∞ count nothing") {
  HeatCapacityCurve curve(LinearSchedule{Temperature(1), Temperature::zero()}, 100);
  curve.add(Temperature(0.5), std::vector<double>{1.0, 3.0, 5.0});
  curve.add(Temperature::zero(), std::vector<double>{1.0, 2.0, 3.0, 4.0});
  CHECK(curve.points().empty());
  curve.add(Temperature(0.5), std::vector<double>{1.0, 3.0, 1.0, 3.0});
  REQUIRE(curve.points().size() == 1);
  CHECK(curve.points()[0].heat_capacity == Approx(4.0 / 3 / 0.25));
  CHECK(curve.points()[0].standard_error == Approx(0).margin(1e-12));
  CHECK_THROWS_AS(curve.add(Temperature(0.5), std::vector<double>{1.0, 3.0, 5.0, 7.0, 9.0}),
                  std::invalid_argument);
  CHECK(HeatCapacityCurve(ConstantSchedule{Temperature::zero()}, 10).points().empty());
  HeatCapacityCurve between(Temperature(0.5), Temperature(2), 100);  // takes in what lies beyond
  between.add(Temperature(8), std::vector<double>{1.0, 3.0, 1.0, 3.0});
  CHECK(between.points().size() == 1);
}
