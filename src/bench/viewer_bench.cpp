#include <benchmark/benchmark.h>

#include <chrono>
#include <thread>

#include "onedial/viewer/simulation.hpp"
#include "user_interface.hpp"

// What the viewer costs: a frame of the window, as the list of triangles that a graphics card draws and as
// the pixels that --render makes, and a simulation beside a window against the same one alone.
namespace onedial::viewer {
namespace {

Session magnet(const std::string& length) {
  Session session(named_scene("ising"), 1);
  session.apply(ChangeSetting{"size", length});
  for (int k = 0; k < 50; ++k) {
    session.sweep();
  }
  return session;
}

/// Argument: L of the lattice.
void frame_triangles(benchmark::State& state) {
  const Session session = magnet(std::to_string(state.range(0)));
  UserInterface interface(1);
  MainWindow window(scene_infos());
  window.set_theme(ThemeKind::light);
  window.open(session.scene().info(), std::nullopt);
  ImGui::GetIO().DisplaySize = {1280, 800};
  ImGui::GetIO().DeltaTime = 1.0F / 60;
  Snapshot snapshot;
  Actions actions;
  for ([[maybe_unused]] auto step : state) {
    session.show(snapshot.frame);
    benchmark::DoNotOptimize(interface.draw(window, snapshot, {}, actions));
  }
}
BENCHMARK(frame_triangles)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);

/// Argument: L of the lattice.
void frame_pixels(benchmark::State& state) {
  const Session session = magnet(std::to_string(state.range(0)));
  UserInterface interface(1);
  MainWindow window(scene_infos());
  window.set_theme(ThemeKind::light);
  window.open(session.scene().info(), std::nullopt);
  Snapshot snapshot;
  session.show(snapshot.frame);
  for ([[maybe_unused]] auto step : state) {
    benchmark::DoNotOptimize(interface.draw_without_display(window, snapshot, {}, 1280, 800));
  }
}
BENCHMARK(frame_pixels)->Arg(256)->Unit(benchmark::kMillisecond);

/// Sweeps a second of a session alone (0), and of a simulation whose frames are taken 60 times a second (1).
void sweeps(benchmark::State& state) {
  constexpr auto span = std::chrono::milliseconds(500);
  double made = 0;
  double seconds = 0;
  for ([[maybe_unused]] auto step : state) {
    const auto start = std::chrono::steady_clock::now();
    if (state.range(0) == 0) {
      Session session = magnet("64");
      const Index before = session.sweeps();
      const auto begin = std::chrono::steady_clock::now();
      while (std::chrono::steady_clock::now() - begin < span) {
        session.sweep();
      }
      seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      made += static_cast<double>(session.sweeps() - before);
    } else {
      Simulation simulation(magnet("64"), false, Speed::unlimited());
      simulation.update();
      const Index before = simulation.latest().session_sweeps;
      const auto begin = std::chrono::steady_clock::now();
      while (std::chrono::steady_clock::now() - begin < span) {
        std::this_thread::sleep_for(std::chrono::microseconds(16'667));
        simulation.update();
      }
      const SessionRecord record = simulation.record();
      seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      made += static_cast<double>(record.sweeps - before);
    }
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  state.counters["sweeps/s"] = made / seconds;
}
BENCHMARK(sweeps)->Arg(0)->Arg(1)->UseManualTime()->Iterations(4);

}  // namespace
}  // namespace onedial::viewer
