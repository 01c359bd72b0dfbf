#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "driven_scene.hpp"
#include "frame_reading.hpp"

namespace onedial::viewer {
namespace {

DrivenScene hopfield(const std::vector<std::pair<std::string, std::string>>& settings = {},
                     std::uint64_t seed = 1) {
  return {make_scene("hopfield"), seed, settings};
}

const Grid& grid(const Frame& frame, std::size_t pane) {
  return std::get<Grid>(frame.panes.at(pane));
}

const Bars& bars(const Frame& frame, std::size_t pane) {
  return std::get<Bars>(frame.panes.at(pane));
}

}  // namespace

TEST_CASE("the hopfield scene recalls a letter when cold and forgets it when hot") {
  DrivenScene scene = hopfield({{"cue", "3"}, {"noise", "0.3"}});
  scene.sweep(Temperature(0.05), 20);
  Frame frame = scene.frame();
  CHECK(frame.verdict == "Recalled: C");
  CHECK(fact_of(frame, "m").value > 0.95);
  CHECK(fact_of(frame, "recalled").value > 0.9);
  CHECK(bars(frame, 1).labels == std::vector<std::string>{"A", "B", "C", "D", "E", "F", "G", "H"});
  CHECK(bars(frame, 1).values[2] == Approx(fact_of(frame, "m").value));
  CHECK(fact_of(frame, "α").value == Approx(8.0 / 144));
  check_places(frame);
  // The modern memory shows the same letter: its cells are those of the spins, at both ends of the palette.
  CHECK(bars(frame, 3).values[2] > 0.99);
  for (std::size_t i = 0; i < 144; ++i) {
    CHECK(std::abs(grid(frame, 2).values[i] - 255 * grid(frame, 0).values[i]) < 5);
  }
  scene.sweep(Temperature(2), 50);
  frame = scene.frame();
  CHECK_THAT(frame.verdict, ContainsSubstring("Molten"));
  CHECK(fact_of(frame, "recalled").value == 0);
}

TEST_CASE("at infinite T the modern memory of the hopfield scene is the mean of all") {
  DrivenScene scene = hopfield({{"count", "5"}});
  scene.sweep(Temperature::infinite(), 3);
  const Frame frame = scene.frame();
  for (const double weight : bars(frame, 3).values) {
    CHECK(weight == Approx(0.2));
  }
  CHECK(fact_of(frame, "e^S").value == Approx(5));
}

TEST_CASE("Hebb's rule holds few letters, since they look alike") {
  DrivenScene scene = hopfield({{"rule", "hebb"}, {"count", "20"}, {"noise", "0"}});
  scene.sweep(Temperature(0.02), 30);
  const Frame frame = scene.frame();
  CHECK(frame.verdict != "Recalled: A");
  CHECK_THAT(frame.verdict, ContainsSubstring("more patterns than the rule holds"));
}

TEST_CASE("what is drawn in the hopfield scene can be stored, recalled and forgotten") {
  DrivenScene scene = hopfield({{"count", "4"}, {"noise", "0"}});
  for (int k = 0; k < 12; ++k) {
    scene.scene().touch({.pane = 0, .x = k + 0.5, .y = 5.5});
    scene.scene().touch({.pane = 0, .x = k + 0.5, .y = 7.5, .erase = true});
    scene.scene().touch({.pane = 0, .x = 11 - k + 0.5, .y = k + 0.5, .erase = true});
  }
  const auto drawn = grid(scene.frame(), 0).values;
  scene.scene().set("store", "");
  Frame frame = scene.frame();
  CHECK(bars(frame, 1).labels.back() == "own 1");
  CHECK(fact_of(frame, "α").value == Approx(5.0 / 144));
  scene.scene().touch({.pane = 1, .x = 0.5, .y = 4.2});  // cue it
  CHECK(grid(scene.frame(), 0).values == drawn);
  scene.sweep(Temperature(0.02), 5);
  CHECK(scene.frame().verdict == "Recalled: own 1");
  scene.scene().set("store", "");  // is stored already
  CHECK(bars(scene.frame(), 1).labels.size() == 5);
  scene.scene().set("forget", "");
  CHECK(bars(scene.frame(), 1).labels.size() == 4);
  scene.scene().touch({.pane = 1, .x = 0.5, .y = 9});  // no such bar
  CHECK(bars(scene.frame(), 1).values[0] == 1);
}

TEST_CASE("random patterns of the hopfield scene freeze and melt as the theory says") {
  DrivenScene scene = hopfield({{"patterns", "random"}, {"rule", "hebb"}, {"count", "5"}, {"noise", "0.3"}});
  scene.sweep(Temperature(0.3), 100);
  const Frame frame = scene.frame();
  CHECK_THAT(frame.verdict, ContainsSubstring("Recalled: 1"));
  const Panel& phases = panel_of(frame, "Phases of Hebb's rule, random patterns");
  CHECK(phases.marks.at(0).x == Approx(5.0 / 256));
  CHECK(phases.marks.at(0).y == Approx(0.3));
  scene.sweep(Temperature(1.5), 100);
  CHECK_THAT(scene.frame().verdict, ContainsSubstring("Molten"));
}

TEST_CASE("the hopfield scene serves along the whole dial and repeats itself") {
  frame_reading::check_along_the_dial("hopfield");
  frame_reading::check_replay("hopfield", [](Session& session) {
    session.apply(SetTemperature{Temperature(0.5)});
    session.sweep();
    session.apply(TouchPane{{.pane = 0, .x = 3.5, .y = 3.5}});
    session.apply(ChangeSetting{"corrupt", ""});
    session.sweep();
    session.apply(ChangeSetting{"store", ""});
    session.sweep();
  });
}

}  // namespace onedial::viewer
