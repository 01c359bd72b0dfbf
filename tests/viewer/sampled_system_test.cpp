#include "onedial/viewer/sampled_system.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

SampledSystem lattice(Index length, double unit = 1, Index replicas = 16) {
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = length}));
  return {make_system(model, {.replicas = replicas}, 5),
          {.coldest = Temperature(0.5),
           .hottest = Temperature(8),
           .unit = unit,
           .order_parameter =
               [](const State& state) {
                 const double up = std::accumulate(state.begin(), state.end(), 0.0);
                 return std::abs(2 * up / static_cast<double>(state.size()) - 1);
               },
           .order = "|m|"}};
}

void sweep(SampledSystem& system, double t, int sweeps) {
  for (int k = 0; k < sweeps; ++k) {
    system.sweep(Temperature(t));
  }
}

}  // namespace

TEST_CASE("a watched lattice has the exact energy and heat capacity at its temperature") {
  SampledSystem system = lattice(8);
  sweep(system, 2.6, 6000);
  const Thermodynamics exact = ising_square(8, Temperature(2.6));
  const auto energies = system.mean_energies();
  REQUIRE(energies.size() == 1);
  CHECK(energies[0].temperature == Approx(2.6));
  REQUIRE(energies[0].error > 0);
  CHECK(energies[0].error < 0.2);
  CHECK(std::abs(energies[0].mean - exact.mean_energy) < 5 * energies[0].error);
  const auto capacity = system.heat_capacity_at(Temperature(2.6));
  REQUIRE(capacity);
  CHECK(capacity->standard_error < 0.02 * exact.heat_capacity);
  CHECK(std::abs(capacity->heat_capacity - exact.heat_capacity) < 5 * capacity->standard_error);
  CHECK(capacity->in_equilibrium);
  CHECK(system.is_settled());
  CHECK(system.flip_rates_where(true).size() == 1);
  CHECK_FALSE(system.heat_capacity_at(Temperature(1)));
  CHECK_FALSE(system.heat_capacity_at(Temperature::zero()));
  REQUIRE(system.flip_rates().size() == 1);
  CHECK(system.flip_rates()[0].mean > 0.1);
  CHECK(system.flip_rates()[0].mean < 0.5);
}

TEST_CASE("the order parameter is that of all replicas in turn") {
  SampledSystem system = lattice(2, 1, 8);
  sweep(system, 2, 8000);
  // Of four spins and eight bonds: 2 states of E = −8 with |m| = 1, 8 states of E = 0 with |m| = ½ and
  // 4 of m = 0; 2 chequerboards of E = 8.
  const double low = std::exp(4.0);
  const double exact = (2 * low + 8 * 0.5) / (2 * low + 12 + 2 / low);
  REQUIRE(system.orders().size() == 1);
  const auto point = system.orders()[0];
  REQUIRE(point.error > 0);
  CHECK(point.error < 0.01);
  CHECK(std::abs(point.mean - exact) < 5 * point.error);
}

TEST_CASE("replicas that differ all count in the order parameter") {
  SampledSystem system = lattice(32);  // so large that flat walls stay where they are
  State stripes(1024, 0);
  std::fill(stripes.begin(), stripes.begin() + 512, 1);
  for (Index r = 0; r < 16; ++r) {
    system.write(r, r < 8 ? State(1024, 1) : stripes);
  }
  sweep(system, 0.5, 16 + 64);
  REQUIRE(system.orders().size() == 1);
  CHECK(system.orders()[0].mean == Approx(0.5).margin(0.02));
}

TEST_CASE("replicas that are frozen apart at one temperature have no heat capacity there") {
  SampledSystem system = lattice(32);
  State stripes(1024, 0);
  std::fill(stripes.begin(), stripes.begin() + 512, 1);
  for (Index r = 0; r < 16; ++r) {
    system.write(r, r < 8 ? State(1024, 1) : stripes);
  }
  sweep(system, 0.5, 16 + 200);
  const auto capacity = system.heat_capacity_at(Temperature(0.5));
  REQUIRE(capacity);
  CHECK(capacity->heat_capacity > 1000);  // nothing but the spread of walls that stay
  CHECK_FALSE(capacity->in_equilibrium);
  CHECK(system.heat_capacity_panel(Temperature(0.5)).points.at(0).label == "out of equilibrium");
  CHECK(system.flip_rates_where(true).empty());
  CHECK(system.flip_rates_where(false).size() == 1);
  // Eight of each, walls of 2 · 32 broken bonds: 128 apart, of a standard error of 64 √(16/15) / 4.
  CHECK(system.mean_energy_error() == Approx(16 * std::sqrt(16.0 / 15)).epsilon(0.1));
}

TEST_CASE("slow cooling finds the peak of the heat capacity within its bin") {
  SampledSystem system = lattice(8);
  for (int k = 0; k <= 400; ++k) {
    sweep(system, 5 * std::exp(-1.6 * k / 400), 40);
  }
  const auto peak = system.peak();
  REQUIRE(peak);
  double exact = 0;
  double most = 0;
  for (double t = 2.2; t < 2.6; t += 0.01) {
    const double c = ising_square(8, Temperature(t)).heat_capacity;
    exact = c > most ? t : exact;
    most = std::max(c, most);
  }
  CHECK(peak->temperature_error < 0.1);
  CHECK(std::abs(peak->point.temperature.value() - exact) < 3 * peak->temperature_error);
  CHECK(peak->point.heat_capacity == Approx(most).epsilon(0.1));
  const Panel panel = system.heat_capacity_panel(Temperature(2));
  REQUIRE(panel.marks.size() == 1);
  CHECK(panel.marks[0].x == peak->point.temperature.value());
  CHECK(panel.references[0].value == 2);
}

TEST_CASE("a quench that leaves replicas frozen is grey in the heat capacity") {
  SampledSystem system = lattice(32, 1, 64);
  for (int k = 0; k <= 120; ++k) {  // about 4 sweeps a bin: no time to relax
    sweep(system, 5 * std::exp(-2.0 * k / 120), 1);
  }
  const auto points = system.heat_capacities();
  REQUIRE(points.size() > 10);
  CHECK_FALSE(points.front().in_equilibrium);
  CHECK(points.back().in_equilibrium);
  CHECK_FALSE(system.peak());
}

TEST_CASE("sweeps after a jump of the dial do not count until energies have settled") {
  SampledSystem system = lattice(32);
  sweep(system, 0.6, 15);
  CHECK(system.heat_capacities().empty());
  CHECK(system.flip_rates().empty());
  sweep(system, 5, 400);
  CHECK(system.heat_capacity_at(Temperature(5)));
  CHECK_FALSE(system.heat_capacity_at(Temperature(0.6)));
  system.write(0, State(32 * 32, 1));
  CHECK(system.energy() == -2 * 32 * 32);
  CHECK(system.order() == 1);
  CHECK(system.best_energy() == -2 * 32 * 32);
  CHECK(system.best_state() == State(32 * 32, 1));
  CHECK_FALSE(system.memory());
}

TEST_CASE("energies settle when they no longer drift by more than chance") {
  const std::vector<double> spread = {-2, -1, 1, 2};
  const auto sweeps_to_settle = [&](double drift, bool is_turning) {
    Settling settling;
    int sweeps = 0;
    while (!settling.is_settled()) {
      std::vector<double> energies = spread;
      std::for_each(energies.begin(), energies.end(),
                    [&](double& e) { e += drift * std::exp(-sweeps / 50.0); });
      settling.add(energies, is_turning);
      ++sweeps;
    }
    return sweeps;
  };
  CHECK(sweeps_to_settle(0, false) == 16);
  CHECK(sweeps_to_settle(100, false) == 1024);  // means of 2.8, then 0.1, of a chance of 2·0.8
  CHECK(sweeps_to_settle(100, true) == 16);
  Settling endless;
  for (int k = 0; k < 4096; ++k) {
    CHECK_FALSE(endless.is_settled());
    endless.add(std::vector<double>(4, k), false);
  }
  CHECK(endless.is_settled());
  endless.restart();
  CHECK_FALSE(endless.is_settled());
}

TEST_CASE("the memory belongs to one temperature and is none while nothing happens") {
  SampledSystem system = lattice(8);
  sweep(system, 3, 3000);
  REQUIRE(system.trusted_memory());
  CHECK(system.memory()->tau > 0.8);
  CHECK(system.autocorrelation()[0] == 1);
  CHECK(system.autocorrelation()[1] > 0.3);
  CHECK(system.autocorrelation()[1] < 0.9);
  system.sweep(Temperature(3.01));
  CHECK_FALSE(system.memory());
  CHECK(system.autocorrelation().empty());
  for (Index r = 0; r < 16; ++r) {
    system.write(r, State(64, 1));
  }
  for (int k = 0; k < 200; ++k) {
    system.sweep(Temperature::zero());
  }
  CHECK_FALSE(system.memory());
}

TEST_CASE("the ends of the dial run along the edges of its panel") {
  SampledSystem system = lattice(4);
  system.sweep(Temperature::infinite());
  system.sweep(Temperature::zero());
  system.sweep(Temperature(2));
  const Panel panel = system.temperature_panel();
  REQUIRE(panel.series[0].y.size() == 3);
  CHECK(panel.series[0].y[0] == Approx(8));
  CHECK(panel.series[0].y[1] == Approx(0.5));
  CHECK(panel.series[0].y[2] == Approx(2));
  CHECK(system.heat_capacity_panel(Temperature::zero()).references.empty());
  CHECK(system.heat_capacity_panel(Temperature::zero()).note == "T = 0 has no place on a logarithmic axis");
  CHECK(system.heat_capacity_panel(Temperature::infinite()).references.empty());
}

TEST_CASE("an objective that is maximised is drawn upside down and in order") {
  SampledSystem system = lattice(8, -1);
  sweep(system, 2, 50);
  const Panel panel = system.energy_panel();
  const std::size_t last = panel.series[0].y.size() - 1;
  CHECK(panel.series[0].y[last] == Approx(-system.mean_energy()));
  CHECK(panel.bands[0].lower[last] <= panel.series[0].y[last]);
  CHECK(panel.bands[0].upper[last] >= panel.series[0].y[last]);
  CHECK(panel.bands[0].lower[last] < panel.bands[0].upper[last]);
  CHECK(panel.series[2].y[last] == Approx(-system.best_energy()));
}

TEST_CASE("bins of temperature hold means and errors, and nothing at the ends") {
  TemperatureBins bins(Temperature(1), Temperature(10), 4);
  bins.add(Temperature::zero(), 0, 100);
  bins.add(Temperature::infinite(), 0, 100);
  CHECK(bins.points().empty());
  for (Index r = 0; r < 4; ++r) {
    bins.add(Temperature(2), r, static_cast<double>(r));
    bins.add(Temperature(2), r, static_cast<double>(r) + 2);
  }
  bins.add(Temperature(5), 1, 7);
  const auto points = bins.points();
  REQUIRE(points.size() == 2);
  CHECK(points[0].temperature == 2);
  CHECK(points[0].mean == Approx(2.5));
  CHECK(points[0].error == Approx(std::sqrt(5.0 / 3 / 4)));
  CHECK(points[1].mean == 7);
  CHECK(points[1].error == 0);
}
