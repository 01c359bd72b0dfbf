#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "onedial/viewer/dial_schedule.hpp"
#include "onedial/viewer/scene.hpp"

namespace onedial::viewer {

/// What a person can do to a simulation. Pausing and speed are not among them: they change when sweeps are
/// made, but not what they do.
struct SetTemperature {
  Temperature temperature;
};
struct ResetScene {
  std::uint64_t seed;
};
struct ChangeSetting {
  std::string key;
  std::string value;
};
struct TouchPane {
  Touch touch;
};
/// Turns the dial along a schedule from the next sweep on, until it ends or the dial is turned by hand.
struct PlaySchedule {
  DialSchedule schedule;
};
using Command = std::variant<SetTemperature, ResetScene, ChangeSetting, TouchPane, PlaySchedule>;

/// A command and after how many sweeps since the session began it was given.
struct LoggedCommand {
  Index sweep;
  Command command;
};

/// Makes the scene of a session, always in the same state.
using SceneFactory = std::function<std::unique_ptr<Scene>()>;

/// Makes the scene of this name, as `make_scene`.
SceneFactory named_scene(const std::string& name);

/// A scene with a dial and everything that was done to it: the same scene, seed and log give the same bits.
class Session {
 public:
  /// Starts the scene from `seed` with the dial at its start.
  Session(SceneFactory factory, std::uint64_t seed);

  /// Starts it again from `seed` and does and sweeps again what `log` says, up to `sweeps`. `go_on` is asked
  /// now and then; if it says no, the session stays where it is. Throws as `apply`.
  static Session replay(
      SceneFactory factory, std::uint64_t seed, std::span<const LoggedCommand> log, Index sweeps,
      const std::function<bool()>& go_on = [] { return true; });

  /// Does what the command says and logs it. Throws std::invalid_argument, as `Scene::set`, and logs nothing
  /// then.
  void apply(const Command& command);

  void sweep();

  /// What there is to see now.
  void show(Frame& frame) const;

  [[nodiscard]] const Scene& scene() const { return *scene_; }
  [[nodiscard]] const SceneFactory& factory() const { return factory_; }
  /// What the session began with, and what its last reset named.
  [[nodiscard]] std::uint64_t first_seed() const { return first_seed_; }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] Temperature dial() const { return dial_; }
  /// Sweeps since the session began, resets included.
  [[nodiscard]] Index sweeps() const { return sweeps_; }
  [[nodiscard]] const std::vector<LoggedCommand>& log() const { return log_; }
  /// The schedule that turns the dial now; null if none does.
  [[nodiscard]] const DialSchedule* schedule() const { return schedule_ ? &*schedule_ : nullptr; }
  /// How many sweeps of it were made.
  [[nodiscard]] Index schedule_sweep() const { return schedule_sweep_; }

 private:
  void run(const SetTemperature& command);
  void run(const ResetScene& command);
  void run(const ChangeSetting& command);
  void run(const TouchPane& command);
  void run(const PlaySchedule& command);

  SceneFactory factory_;
  std::unique_ptr<Scene> scene_;
  std::uint64_t first_seed_;
  std::uint64_t seed_;
  Temperature dial_;
  Temperature last_temperature_;
  Index sweeps_ = 0;
  Index sweeps_since_reset_ = 0;
  std::optional<DialSchedule> schedule_;
  Index schedule_sweep_ = 0;
  std::vector<LoggedCommand> log_;
};

}  // namespace onedial::viewer
