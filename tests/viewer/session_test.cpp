#include "onedial/viewer/session.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/viewer/session_file.hpp"
#include "onedial/viewer/simulation.hpp"

namespace onedial::viewer {
namespace {

/// A walker whose steps are as wide as T, and which fails where it is told to.
class WalkScene final : public Scene {
 public:
  WalkScene()
      : Scene({{"fail_at", "", "", NumberSetting{.value = 0, .least = 0, .most = 1e9}},
               {"push", "", "", ButtonSetting{}}}) {}

  [[nodiscard]] const SceneInfo& info() const override {
    static const SceneInfo info{
        .name = "walk", .title = "Walk", .story = "It walks.", .start = Temperature(2)};
    return info;
  }
  void reset(std::uint64_t seed) override {
    random_ = RandomStream(seed, 0);
    place_ = 0;
    sweeps_ = 0;
  }
  Temperature sweep(Temperature dial) override {
    if (++sweeps_ == static_cast<Index>(settings_.number("fail_at"))) {
      throw std::runtime_error("the walker fell");
    }
    place_ += (dial.is_infinite() ? 1e3 : dial.value()) * (uniform01(random_) - 0.5);
    return dial;
  }
  void show(Frame& frame, Temperature /*dial*/) const override { frame.energy = place_; }
  void touch(const Touch& touch) override { place_ += touch.x; }

 private:
  void changed(std::string_view key) override { place_ += key == "push" ? 100 : 0; }

  RandomStream random_ = RandomStream(0, 0);
  double place_ = 0;
  Index sweeps_ = 0;
};

SceneFactory walk() {
  return [] { return std::make_unique<WalkScene>(); };
}

Session busy_session() {
  Session session(walk(), 5);
  const auto sweep = [&](int times) {
    for (int k = 0; k < times; ++k) {
      session.sweep();
    }
  };
  sweep(10);
  session.apply(SetTemperature{Temperature(0.3)});
  sweep(7);
  session.apply(ChangeSetting{"push", ""});
  session.apply(TouchPane{{.pane = 0, .x = 2.5, .y = 1, .erase = true}});
  session.apply(PlaySchedule{cooling(Temperature(4), Temperature(0.5), 20)});
  sweep(12);
  session.apply(SetTemperature{Temperature::infinite()});
  sweep(3);
  session.apply(ResetScene{77});
  sweep(5);
  return session;
}

TEST_CASE("A session lives again from its log, by way of a file") {
  const Session session = busy_session();
  const SessionRecord record = record_of(session, "walk");
  const SessionRecord read = parse_session(session_json(record), "walk.json");
  CHECK(read.scene == "walk");
  CHECK(read.seed == 5);
  CHECK(read.sweeps == 37);
  CHECK(read.log.size() == record.log.size());
  CHECK(read.fingerprint == record.fingerprint);
  const Session again = Session::replay(walk(), read.seed, read.log, read.sweeps);
  CHECK(record_of(again, "walk").fingerprint == record.fingerprint);
  const Session other = Session::replay(walk(), 6, read.log, read.sweeps);
  CHECK(record_of(other, "walk").sweeps == 37);
  Frame frame;
  session.show(frame);
  CHECK(frame.seed == 77);
  CHECK(frame.sweep == 5);
  CHECK(frame.temperature == Temperature::infinite());
}

TEST_CASE("A replay ends at the sweep it is asked for") {
  const Session session = busy_session();
  for (const Index sweeps : {0, 10, 13, 20}) {
    const Session part = Session::replay(walk(), 5, session.log(), sweeps);
    CHECK(part.sweeps() == sweeps);
  }
  CHECK(Session::replay(walk(), 5, session.log(), 10).dial() == Temperature(0.3));
}

TEST_CASE("The dial's course of a session is a table of an annealing config") {
  const Session session = busy_session();
  const std::string toml = schedule_toml(record_of(session, "walk"), Temperature(2));
  CHECK(toml.find("kind = \"table\"\nsweeps = 37\n") != std::string::npos);
  // Ten sweeps at 2, seven at 0.3, then from 4 downwards, and ten times the hottest for ∞.
  CHECK(toml.find("temperatures = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 4, 3.") !=
        std::string::npos);
  CHECK(toml.find(" 40, 40, 40, 40, 40, 40, 40, 40]") != std::string::npos);
}

TEST_CASE("Session files that are none are refused with a reason") {
  const auto message = [](const std::string& json) -> std::string {
    try {
      parse_session(json, "s.json");
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  };
  const std::string start = R"({"scene":"walk","seed":1,"sweeps":3,"fingerprint":"00","log":[)";
  CHECK(message("{").rfind("s.json: not a session of the viewer: ", 0) == 0);
  CHECK(message("{}").find("scene") != std::string::npos);
  CHECK(message(start + R"({"sweep":1,"jump":2}]})").find("must be one of set_temperature") !=
        std::string::npos);
  CHECK(message(start + R"({"sweep":1,"set_temperature":-2}]})").find("temperature must be 0 or above") !=
        std::string::npos);
  CHECK(message(start + R"({"sweep":2,"reset":1},{"sweep":1,"reset":1}]})").find("must not fall") !=
        std::string::npos);
  CHECK(message(start + R"({"sweep":1,"play":{"sweeps":0,"nodes":[]}}]})").find("sweeps (0)") !=
        std::string::npos);
}

/// Waits for a snapshot that is as wanted; fails after some seconds.
template <class Wanted>
const Snapshot& wait_for(Simulation& simulation, Wanted wanted) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!wanted(simulation.latest())) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    if (!simulation.update()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  return simulation.latest();
}

TEST_CASE("A simulation does what it is told between sweeps, and its record replays") {
  Simulation simulation(Session(walk(), 3), false, Speed::unlimited());
  wait_for(simulation, [](const Snapshot& s) { return s.frame.sweep > 1000; });
  simulation.post(SetTemperature{Temperature(0.25)});
  wait_for(simulation, [](const Snapshot& s) { return s.frame.temperature == Temperature(0.25); });
  simulation.post(ChangeSetting{"push", ""});
  simulation.set_paused(true);
  wait_for(simulation, [](const Snapshot& s) { return s.is_paused; });
  const Index paused_at = simulation.latest().session_sweeps;
  simulation.step(10);
  wait_for(simulation, [&](const Snapshot& s) { return s.session_sweeps == paused_at + 10; });
  const SessionRecord record = simulation.record();
  CHECK(record.sweeps == paused_at + 10);
  CHECK(record.log.size() == 2);
  const Session again = Session::replay(walk(), record.seed, record.log, record.sweeps);
  CHECK(record_of(again, record.scene).fingerprint == record.fingerprint);
}

TEST_CASE("Rewinding goes back to a round number of sweeps and forgets what came after") {
  Simulation simulation(Session(walk(), 3), true);
  simulation.step(234);
  wait_for(simulation, [](const Snapshot& s) { return s.frame.sweep == 234; });
  simulation.post(SetTemperature{Temperature(5)});
  wait_for(simulation, [](const Snapshot& s) { return s.dial == Temperature(5); });
  simulation.rewind();
  const Snapshot& snapshot = wait_for(simulation, [](const Snapshot& s) { return s.frame.sweep == 230; });
  CHECK(snapshot.dial == Temperature(2));
  CHECK(simulation.record().log.empty());
  const Session straight = Session::replay(walk(), 3, {}, 230);
  CHECK(simulation.record().fingerprint == record_of(straight, "walk").fingerprint);
}

TEST_CASE("An error of a scene pauses its simulation and is told") {
  Simulation simulation(Session(walk(), 3), true, Speed::unlimited());
  simulation.post(ChangeSetting{"fail_at", "50"});
  simulation.set_paused(false);
  const Snapshot& snapshot = wait_for(simulation, [](const Snapshot& s) { return !s.error.empty(); });
  CHECK(snapshot.error == "the walker fell");
  CHECK(snapshot.is_paused);
  simulation.post(ChangeSetting{"fail_at", "-1"});
  wait_for(simulation, [](const Snapshot& s) { return s.error.rfind("fail_at ('-1') must be", 0) == 0; });
}

TEST_CASE("The speed of a simulation is in sweeps a second") {
  Simulation simulation(Session(walk(), 3), false, Speed{200});
  const auto start = std::chrono::steady_clock::now();
  wait_for(simulation, [](const Snapshot& s) { return s.frame.sweep >= 100; });
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  CHECK(passed.count() > 0.45);  // a slow machine may take longer, but none may be faster
}

}  // namespace
}  // namespace onedial::viewer
