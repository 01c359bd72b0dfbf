#include "onedial/viewer/config_scene.hpp"

#include <filesystem>
#include <fstream>

#include "../scratch_directory.hpp"
#include "driven_scene.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

std::unique_ptr<Scene> scene_of_file(const char* name) {
  Config config = Config::load(std::filesystem::path(ONEDIAL_SOURCE_DIR) / "configs" / name);
  return make_config_scene(config);
}

std::unique_ptr<Scene> scene_of_text(const std::string& text) {
  const ScratchDirectory scratch;
  const auto path = scratch.path() / "c.toml";
  std::ofstream(path) << text;
  Config config = Config::load(path);
  return make_config_scene(config);
}

void play(DrivenScene& scene) {
  const DialSchedule schedule = scene.scene().schedule().value();
  for (Index k = 0; k < schedule.sweeps; ++k) {
    scene.sweep(schedule.at(k), 1);
  }
}

}  // namespace

TEST_CASE("the schedule of a config solves its problem on the dial") {
  DrivenScene scene(scene_of_file("qubo_small.toml"), 1);
  check_places(scene.frame());
  const DialSchedule schedule = scene.scene().schedule().value();
  CHECK_NOTHROW(validate(schedule));
  CHECK(schedule.sweeps == 500);
  CHECK(schedule.nodes.size() <= 33);
  CHECK(schedule.nodes.front().temperature == scene.scene().info().hottest);
  CHECK(schedule.nodes.back().temperature == scene.scene().info().coldest);
  play(scene);
  const Frame frame = scene.frame();
  check_places(frame);
  CHECK(fact_of(frame, "best objective").value == -2098);
  CHECK(fact_of(frame, "target").value == -2098);
  CHECK_THAT(frame.verdict, ContainsSubstring("target is reached"));
  CHECK(panel_of(frame, "Objective").references.at(0).value == -2098);
  CHECK(std::get<Graph>(frame.panes.at(0)).nodes.size() == 50);
  scene.sweep(Temperature::infinite(), 20);
  check_places(scene.frame());
  scene.sweep(Temperature::zero(), 20);
  check_places(scene.frame());
}

TEST_CASE("a cut is shown as it is counted, and its graph by its sides") {
  // Two triangles joined at a corner: the greatest cut is 4.
  const ScratchDirectory scratch;
  const auto graph = scratch.path() / "g.txt";
  std::ofstream(graph) << "5 6\n1 2 1\n2 3 1\n1 3 1\n3 4 1\n4 5 1\n3 5 1\n";
  DrivenScene scene(scene_of_text("[problem]\nkind = \"max_cut\"\nfile = \"" + graph.string() +
                                  "\"\n[schedule]\nkind = \"linear\"\nend = 0.0\nsweeps = 100\n[run]\nseed = "
                                  "1\nreplicas = 8\ntarget = 5\n"),
                    4);
  CHECK_NOTHROW(validate(scene.scene().schedule().value()));
  play(scene);
  scene.scene().set("shown", "best");
  const Frame frame = scene.frame();
  check_places(frame);
  CHECK(fact_of(frame, "best cut").value == 4);
  CHECK_THAT(frame.verdict, !ContainsSubstring("reached"));
  const auto& picture = std::get<Graph>(frame.panes.at(0));
  REQUIRE(picture.edges.size() == 6);
  int cut = 0;
  for (const Graph::Edge& edge : picture.edges) {
    cut += picture.nodes[static_cast<std::size_t>(edge.first)].level !=
                   picture.nodes[static_cast<std::size_t>(edge.second)].level
               ? 1
               : 0;
  }
  CHECK(cut == 4);
  CHECK(panel_of(frame, "Cut").series.back().y.back() == 4);
}

TEST_CASE("units are laid out as their lattice, or row by row") {
  const std::string rest = "[run]\nseed = 1\nreplicas = 4\n";
  DrivenScene square(
      scene_of_text("[problem]\nkind = \"ising_lattice\"\nsize = 6\n[schedule]\nkind = \"geometric\"\n" +
                    rest),
      1);
  square.sweep(Temperature(2), 3);
  const Frame frame = square.frame();
  const auto& spins = std::get<Grid>(frame.panes.at(0));
  CHECK(spins.width == 6);
  CHECK(spins.height == 6);
  CHECK(energy_of(spins, true, 0) == frame.energy);
  DrivenScene odd(
      scene_of_text("[problem]\nkind = \"sherrington_kirkpatrick\"\nsize = 67\n[schedule]\nkind = "
                    "\"geometric\"\n" +
                    rest),
      1);
  const Frame odd_frame = odd.frame();
  const auto& units = std::get<Grid>(odd_frame.panes.at(0));
  CHECK(units.width * units.height == static_cast<Index>(units.values.size()));
  CHECK(units.levels == 3);
  CHECK(std::count(units.values.begin(), units.values.end(), 2) == units.width * units.height - 67);
}
