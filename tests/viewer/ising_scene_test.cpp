#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "driven_scene.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/viewer/session.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

DrivenScene ising(std::vector<std::pair<std::string, std::string>> settings, std::uint64_t seed = 11) {
  return {make_scene("ising"), seed, settings};
}

const Grid& spins(const Frame& frame) {
  return std::get<Grid>(frame.panes.at(0));
}

double magnetisation_of(const Grid& grid) {
  const double up = std::accumulate(grid.values.begin(), grid.values.end(), 0.0);
  return std::abs(2 * up / static_cast<double>(grid.values.size()) - 1);
}

/// The measured dots of a panel: its first ones.
const Points& measured(const Frame& frame, std::string_view title) {
  return panel_of(frame, title).points.at(0);
}

}  // namespace

TEST_CASE("the ising scene serves before its first sweep and at both ends of the dial") {
  for (const char* kernel : {"heat_bath", "metropolis", "swendsen_wang", "wolff"}) {
    DrivenScene scene = ising({{"size", "16"}, {"kernel", kernel}});
    check_places(scene.frame());
    for (const Temperature t : {Temperature::infinite(), Temperature::zero(), Temperature(1e-6),
                                Temperature(1e6), Temperature(2.3)}) {
      scene.sweep(t, 100);
      check_places(scene.frame());
    }
  }
}

TEST_CASE("every kernel of the ising scene has the exact heat capacity") {
  const Temperature t(2.5);
  const Thermodynamics exact = ising_square(16, t);
  for (const char* kernel : {"heat_bath", "metropolis", "swendsen_wang", "wolff"}) {
    INFO(kernel);
    DrivenScene scene = ising({{"size", "16"}, {"kernel", kernel}});
    scene.sweep(t, 3000);
    const Frame frame = scene.frame();
    const Fact& capacity = fact_of(frame, "C/N");
    REQUIRE(capacity.error > 0);
    CHECK(capacity.error < 0.05);
    CHECK(std::abs(capacity.value - exact.heat_capacity / 256) < 5 * capacity.error);
    CHECK(fact_of(frame, "⟨E⟩/N").value == Approx(exact.mean_energy / 256).epsilon(2e-5));
    CHECK(measured(frame, "Heat capacity").y.at(0) == capacity.value);
  }
}

TEST_CASE("the picture of the ising scene is the state whose numbers stand beside it") {
  for (const auto& [boundary, field] : {std::pair("periodic", "0"), std::pair("free", "0.25")}) {
    DrivenScene scene = ising({{"size", "16"}, {"boundary", boundary}, {"field", field}});
    scene.sweep(Temperature(2), 20);
    const Frame frame = scene.frame();
    CHECK(magnetisation_of(spins(frame)) == Approx(fact_of(frame, "|m|").value));
    const bool periodic = boundary == std::string("periodic");
    CHECK(frame.energy == energy_of(spins(frame), periodic, std::stod(field)));
    CHECK(frame.best_energy <= frame.energy);
    scene.scene().set("walls", "on");
    const Grid walls = spins(scene.frame());
    const Grid grid = spins(frame);
    for (std::size_t i = 0; i < walls.values.size(); ++i) {
      const std::size_t x = i % 16;
      const std::size_t y = i / 16;
      const bool right = (x < 15 || periodic) && grid.values[y * 16 + (x + 1) % 16] != grid.values[i];
      const bool below = (y < 15 || periodic) && grid.values[(y + 1) % 16 * 16 + x] != grid.values[i];
      CHECK((walls.values[i] == 1) == (right || below));
    }
  }
}

TEST_CASE("the magnetisation of the ising scene is Yang's below the transition") {
  DrivenScene scene = ising({{"size", "32"}, {"kernel", "swendsen_wang"}, {"start", "up"}});
  scene.sweep(Temperature(1.8), 500);
  const Frame frame = scene.frame();
  const Points& order = measured(frame, "Magnetisation");
  const double yang = std::pow(1 - std::pow(std::sinh(2 / 1.8), -4), 0.125);
  REQUIRE(order.y_error.at(0) > 0);
  CHECK(order.y_error[0] < 0.002);
  CHECK(std::abs(order.y[0] - yang) < 5 * order.y_error[0]);
  const Series& exact = panel_of(frame, "Magnetisation").series.at(0);
  for (std::size_t i = 0; i < exact.x.size(); ++i) {
    CHECK(exact.y[i] == Approx(exact.x[i] < ising_square_critical_temperature
                                   ? std::pow(1 - std::pow(std::sinh(2 / exact.x[i]), -4), 0.125)
                                   : 0));
  }
}

TEST_CASE("the entropy of the ising scene is measured down from infinity") {
  DrivenScene scene = ising({{"size", "16"}});
  for (int k = 0; k <= 300; ++k) {
    scene.sweep(Temperature(7.9 * std::exp(-1.5 * k / 300)), 20);
  }
  const Frame frame = scene.frame();
  const Points& entropy = measured(frame, "Entropy");
  REQUIRE(entropy.x.size() > 20);
  CHECK(entropy.x.front() < 2);
  for (std::size_t i = 0; i < entropy.x.size(); ++i) {
    INFO(entropy.x[i]);
    const double exact = ising_square(16, Temperature(entropy.x[i])).entropy / 256;
    CHECK(entropy.y_error[i] < 0.01);
    CHECK(std::abs(entropy.y[i] - exact) < 5 * entropy.y_error[i] + 2e-4);
  }
  CHECK(panel_of(frame, "Entropy").references.back().value == std::numbers::ln2);
}

TEST_CASE("the exact peak of the ising scene is that of the size, and T_c for large ones") {
  DrivenScene small = ising({{"size", "16"}});
  CHECK(small.frame().peak->value() == Approx(2.317507).margin(1e-4));
  DrivenScene large = ising({{"size", "128"}});
  CHECK(large.frame().peak->value() == ising_square_critical_temperature);
  CHECK(fact_of(large.frame(), "T_c").value == ising_square_critical_temperature);
  // With a field, or with sides, neither is the transition of what is seen.
  for (const auto& [key, value] : {std::pair("field", "0.5"), std::pair("boundary", "free")}) {
    DrivenScene other = ising({{"size", "16"}, {key, value}});
    CHECK_FALSE(other.frame().peak);
    CHECK_THROWS(fact_of(other.frame(), "T_c"));
  }
}

TEST_CASE("the mouse paints spins of the ising scene") {
  DrivenScene scene = ising({{"size", "64"}, {"start", "up"}});
  CHECK(scene.frame().energy == -2 * 64 * 64);
  scene.scene().touch({.pane = 0, .x = 10.5, .y = 20.5, .erase = true});
  Frame frame = scene.frame();
  CHECK(spins(frame).values[20 * 64 + 10] == 0);
  CHECK(spins(frame).values[10 * 64 + 20] == 1);
  CHECK(frame.energy > -2 * 64 * 64);
  CHECK(frame.energy == energy_of(spins(frame), true, 0));
  scene.scene().touch({.pane = 0, .x = 10.5, .y = 20.5});
  CHECK(scene.frame().energy == -2 * 64 * 64);
  scene.scene().touch({.pane = 0, .x = -3, .y = 80});  // outside: nothing there
  CHECK(scene.frame().energy == -2 * 64 * 64);
}

TEST_CASE("stripes are told from an ordered lattice") {
  DrivenScene scene = ising({{"size", "16"}, {"start", "up"}});
  scene.sweep(Temperature(0.6), 1);
  CHECK_THAT(scene.frame().verdict, ContainsSubstring("Ordered"));
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 16; ++x) {
      scene.scene().touch({.pane = 0, .x = x + 0.5, .y = y + 0.5, .erase = true});
    }
  }
  scene.sweep(Temperature(0.6), 20);
  CHECK_THAT(scene.frame().verdict, ContainsSubstring("stripes"));
  scene.sweep(Temperature(5), 50);
  CHECK_THAT(scene.frame().verdict, ContainsSubstring("Disordered"));
}

TEST_CASE("settings of the ising scene take hold, and spins outlive a change of the law") {
  DrivenScene scene = ising({{"size", "32"}});
  scene.sweep(Temperature(2), 10);
  const auto before = spins(scene.frame()).values;
  for (const auto& [key, value] : {std::pair("kernel", "wolff"), std::pair("field", "0.5"),
                                   std::pair("boundary", "free"), std::pair("kernel", "metropolis")}) {
    scene.scene().set(key, value);
    CHECK(spins(scene.frame()).values == before);
  }
  CHECK(scene.frame().energy == energy_of(spins(scene.frame()), false, 0.5));
  CHECK_THROWS_AS(scene.scene().set("size", "17"), std::invalid_argument);
  CHECK(spins(scene.frame()).width == 32);
  scene.scene().set("size", "256");
  CHECK(spins(scene.frame()).width == 256);
  CHECK(spins(scene.frame()).values.size() == 256 * 256);
}

TEST_CASE("the ising scene repeats itself from its seed") {
  const auto course = [](std::uint64_t seed) {
    DrivenScene scene = ising({{"size", "256"}}, seed);  // on several threads where there are any
    scene.sweep(Temperature(3), 5);
    scene.scene().touch({.pane = 0, .x = 8.5, .y = 8.5});
    scene.scene().set("kernel", "swendsen_wang");
    scene.sweep(Temperature(2), 3);
    return fingerprint(scene.frame());
  };
  const std::uint64_t first = course(1);
  CHECK(course(1) == first);
  CHECK(course(2) != first);
}
