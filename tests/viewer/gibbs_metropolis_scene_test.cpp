#include <cmath>
#include <limits>

#include "driven_scene.hpp"
#include "onedial/model/ising_square.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

DrivenScene duel(std::vector<std::pair<std::string, std::string>> settings = {{"size", "16"}}) {
  return {make_scene("gibbs_metropolis"), 3, settings};
}

}  // namespace

TEST_CASE("Gibbs and Metropolis start from one state and part") {
  DrivenScene scene = duel();
  Frame frame = scene.frame();
  CHECK(std::get<Grid>(frame.panes.at(0)).values == std::get<Grid>(frame.panes.at(1)).values);
  scene.sweep(Temperature(2.6), 1);
  frame = scene.frame();
  CHECK(std::get<Grid>(frame.panes.at(0)).values != std::get<Grid>(frame.panes.at(1)).values);
  CHECK(frame.energy == energy_of(std::get<Grid>(frame.panes[0]), true, 0));
}

TEST_CASE("Metropolis moves more and forgets sooner than Gibbs above the transition") {
  DrivenScene scene = duel();
  scene.sweep(Temperature(2.6), 8000);
  const Frame frame = scene.frame();
  const Fact& gibbs = fact_of(frame, "τ Gibbs");
  const Fact& metropolis = fact_of(frame, "τ Metropolis");
  CHECK(gibbs.value - metropolis.value > 5 * std::hypot(gibbs.error, metropolis.error));
  CHECK(fact_of(frame, "τ ratio").value == Approx(gibbs.value / metropolis.value));
  CHECK(fact_of(frame, "flips Metropolis").value > 1.2 * fact_of(frame, "flips Gibbs").value);
  CHECK_THAT(frame.verdict, ContainsSubstring("Metropolis forgets sooner"));
  const Panel& memory = panel_of(frame, "Memory over T");
  CHECK(memory.points.at(0).label == "Gibbs");
  CHECK(memory.points.at(0).y.at(0) > memory.points.at(1).y.at(0));
  CHECK(memory.series.at(0).style != memory.series.at(1).style);
}

TEST_CASE("both kernels of the duel have the exact mean energy") {
  DrivenScene scene = duel();
  const Temperature t(3);
  const double exact = ising_square(16, t).mean_energy / 256;
  scene.sweep(t, 200);
  constexpr int samples = 400;
  double sum[2] = {};
  double squares[2] = {};
  for (int k = 0; k < samples; ++k) {
    scene.sweep(t, 12);  // six τ
    const Frame frame = scene.frame();
    for (std::size_t side = 0; side < 2; ++side) {
      const double energy = energy_of(std::get<Grid>(frame.panes[side]), true, 0) / 256;
      sum[side] += energy / samples;
      squares[side] += energy * energy / samples;
    }
  }
  for (int side = 0; side < 2; ++side) {
    const double error = std::sqrt((squares[side] - sum[side] * sum[side]) / (samples - 1));
    CHECK(error < 0.01);
    CHECK(std::abs(sum[side] - exact) < 5 * error);
  }
}

TEST_CASE("at infinite temperature Metropolis turns everything and is said not to mix") {
  DrivenScene scene = duel();
  scene.sweep(Temperature::infinite(), 300);
  Frame frame = scene.frame();
  check_places(frame);
  CHECK(fact_of(frame, "flips Metropolis").value == 1);
  CHECK(std::abs(fact_of(frame, "flips Gibbs").value - 0.5) < 5 * 0.5 / std::sqrt(8 * 256));
  CHECK_THAT(frame.verdict, ContainsSubstring("periodic"));
  const auto before = std::get<Grid>(frame.panes[1]).values;
  scene.sweep(Temperature::infinite(), 2);
  CHECK(std::get<Grid>(scene.frame().panes[1]).values == before);
  scene.scene().set("order", "random");
  scene.sweep(Temperature::infinite(), 2);
  CHECK_THAT(scene.frame().verdict, !ContainsSubstring("periodic"));
  scene.sweep(Temperature::zero(), 300);
  check_places(scene.frame());
}

TEST_CASE("a touch paints the side it touches") {
  DrivenScene scene = duel();
  scene.scene().touch({.pane = 1, .x = 4.5, .y = 4.5});
  scene.scene().touch({.pane = 0, .x = 4.5, .y = 4.5, .erase = true});
  const Frame frame = scene.frame();
  CHECK(std::get<Grid>(frame.panes[0]).values[4 * 16 + 4] == 0);
  CHECK(std::get<Grid>(frame.panes[1]).values[4 * 16 + 4] == 1);
}
