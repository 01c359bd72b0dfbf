#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/viewer/dial_schedule.hpp"
#include "onedial/viewer/frame.hpp"
#include "onedial/viewer/settings.hpp"

namespace onedial::viewer {

/// What a scene is about.
struct SceneInfo {
  std::string name;                        ///< "ising", on the command line
  std::string title;                       ///< "Ising: freeze and melt"
  std::string story;                       ///< a few sentences for a student
  int order = 0;                           ///< its place in the list; 1 … 9 are also keys
  Temperature coldest = Temperature(0.1);  ///< the ends of the dial's scale, 0 < coldest < hottest < ∞
  Temperature hottest = Temperature(10);
  Temperature start = Temperature(1);  ///< where the dial stands at first
};

/// A place that was touched in a pane, in its own units: cells of a grid, 0 … 1 in a graph; in bars y is the
/// number of the bar and x the value.
struct Touch {
  std::size_t pane = 0;
  double x = 0;
  double y = 0;
  bool erase = false;  ///< with the other button of the mouse
};

/// One screen of the viewer: what it simulates and what it shows of that, in plain data. It knows nothing of
/// windows, threads or drawing; a session drives it and a window draws its frames.
class Scene {
 public:
  Scene() = default;
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  virtual ~Scene() = default;

  [[nodiscard]] virtual const SceneInfo& info() const = 0;

  /// Starts from the beginning with the present settings. The same seed, settings and commands give the same
  /// course. Called before anything else.
  virtual void reset(std::uint64_t seed) = 0;

  /// One sweep with the dial at `dial`; returns the temperature of the sweep, which only a scene that turns
  /// the dial by itself makes another.
  virtual Temperature sweep(Temperature dial) = 0;

  /// Fills in what is the scene's part of a frame, which may hold an older frame of the same scene; arrays
  /// are better assigned than built anew. Must serve before the first sweep. `dial` is where the dial stands.
  virtual void show(Frame& frame, Temperature dial) const = 0;

  /// The course that the key A plays; the window makes one up from the dial's range where there is none.
  [[nodiscard]] virtual std::optional<DialSchedule> schedule() const { return std::nullopt; }

  [[nodiscard]] const Settings& settings() const { return settings_; }

  /// Changes a setting; the scene follows before the next sweep. Throws std::invalid_argument as
  /// `Settings::set`, and where the value makes no sense to the scene, which then stays as it was.
  void set(std::string_view key, std::string_view value);

  /// A cell, bar or node was touched. Only called for editable panes.
  virtual void touch(const Touch& /*touch*/) {}

 protected:
  explicit Scene(std::vector<Setting> settings) : settings_(std::move(settings)) {}

  /// A setting has a new value. If this throws, the old one is put back.
  virtual void changed(std::string_view /*key*/) {}

  Settings settings_{{}};
};

/// What there is to say of all scenes, in their order, and their names.
std::vector<SceneInfo> scene_infos();
std::vector<std::string> scene_names();

/// The scene of this name. Throws std::invalid_argument, naming those there are, for another.
std::unique_ptr<Scene> make_scene(std::string_view name);

}  // namespace onedial::viewer
