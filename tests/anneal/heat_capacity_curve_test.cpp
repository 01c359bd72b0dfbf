#include "onedial/anneal/heat_capacity_curve.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/sample/make_system.hpp"
#include "reference_data.hpp"

using namespace onedial;

TEST_CASE("the heat capacity of a slow anneal of SK16 follows the exact curve, and its peak is found") {
  const auto model = reference::sk16(reference::load("sk16.json"));
  const Spectrum exact(enumerate(model));
  const GeometricSchedule schedule{Temperature(4.0), Temperature(0.35)};
  constexpr Index sweeps = 20'000;
  HeatCapacityCurve curve(schedule, sweeps);
  const auto system = make_system(model, {.replicas = 64}, 4);
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
  }
  // The errors are neither too small nor too large: the mean of z² is one.
  CHECK(squares / 48 > 0.4);
  CHECK(squares / 48 < 2.2);
  const auto peaks = heat_capacity_peaks(points);
  REQUIRE(peaks.size() == 1);
  CHECK(std::abs(peaks[0].temperature.value() - 0.7164) < 0.15);
  CHECK(peaks[0].heat_capacity == Approx(6.0994).epsilon(0.05));
}

TEST_CASE("a curve that is still rising at its end has no peak") {
  const auto at = [](double t, double c) { return HeatCapacityCurve::Point{Temperature(t), c, 0.1, 10}; };
  using Curve = std::vector<HeatCapacityCurve::Point>;
  CHECK(heat_capacity_peaks(Curve{at(1, 9), at(2, 5), at(3, 1)}).empty());
  CHECK(heat_capacity_peaks(Curve{at(1, 1), at(2, 5), at(3, 1)}).size() == 1);
  CHECK(heat_capacity_peaks(Curve{at(1, 4.8), at(2, 5), at(3, 1)}).empty());
  CHECK(heat_capacity_peaks(Curve{}).empty());
}

TEST_CASE("one replica, T = 0 and T = ∞ count nothing") {
  HeatCapacityCurve curve(LinearSchedule{Temperature(1), Temperature::zero()}, 100);
  curve.add(Temperature(0.5), std::vector<double>{1.0});
  curve.add(Temperature::zero(), std::vector<double>{1.0, 2.0});
  CHECK(curve.points().empty());
  curve.add(Temperature(0.5), std::vector<double>{1.0, 3.0});
  REQUIRE(curve.points().size() == 1);
  CHECK(curve.points()[0].heat_capacity == Approx(2.0 / 0.25));
  CHECK_THROWS_AS(curve.add(Temperature(0.5), std::vector<double>{1.0, 3.0, 5.0}), std::invalid_argument);
  CHECK(HeatCapacityCurve(ConstantSchedule{Temperature::zero()}, 10).points().empty());
}
