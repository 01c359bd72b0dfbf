#pragma once
#include <imgui.h>

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "action.hpp"
#include "grid_palette.hpp"
#include "key_press.hpp"
#include "onedial/viewer/dial.hpp"
#include "picture.hpp"
#include "theme.hpp"

namespace onedial::viewer {

/// What the window tells besides its snapshot.
struct WindowFacts {
  std::string command_line;  ///< that shows the same
  bool is_recording = false;
  std::string notice;       ///< "wrote session.json"; empty for nothing
  bool is_warning = false;  ///< whether that says what went wrong
  double frames_per_second = 0;
  double frame_milliseconds = 0;  ///< spent on drawing one
};

/// The whole window, laid out anew each frame from a snapshot. It needs a current ImGui context whose fonts
/// are those of `Fonts`, and neither a display nor a platform.
class MainWindow {
 public:
  /// `scenes` are those of the list and of the keys 1 … 9.
  explicit MainWindow(std::vector<SceneInfo> scenes);

  /// For the scene that is shown from now on; its state in the window starts anew.
  void open(const SceneInfo& info, const std::optional<DialSchedule>& course);

  /// Between ImGui::NewFrame and ImGui::Render. Appends to `actions` what was asked for.
  void draw(const Snapshot& snapshot, const WindowFacts& facts, Actions& actions);

  /// A key that no text field was waiting for.
  void press(const KeyPress& press, const Snapshot& snapshot, Actions& actions);

  /// The least size of a window, in units of length.
  static constexpr float least_width = 640;
  static constexpr float least_height = 480;

  void set_theme(ThemeKind theme);
  void set_palette(GridPalette palette) { palette_ = palette; }
  /// Pixels per unit of length; fonts must have been built for it.
  void set_scale(float scale);
  [[nodiscard]] float scale() const { return scale_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] GridPalette palette() const { return palette_; }

 private:
  struct Room;  // where the parts of the window are

  void draw_top(const Snapshot& snapshot, const WindowFacts& facts, Actions& actions);
  void draw_left(const Snapshot& snapshot, Actions& actions);
  void draw_story() const;
  void draw_facts(const Frame& frame) const;
  void draw_panels(const Snapshot& snapshot) const;
  void draw_bottom(const Snapshot& snapshot, Actions& actions);
  void draw_transport(const Snapshot& snapshot, Actions& actions);
  void draw_keys();
  void draw_performance(const Snapshot& snapshot, const WindowFacts& facts);

  static void set_temperature(Temperature t, Actions& actions);

  std::vector<SceneInfo> scenes_;
  SceneInfo info_;
  DialScale dial_{Temperature(0.1), Temperature(10)};
  DialSchedule course_;
  std::optional<std::size_t> dragged_node_;
  Theme theme_;
  GridPalette palette_ = GridPalette::cividis;
  float scale_ = 1;
  bool shows_keys_ = false;
  bool shows_performance_ = false;
  bool closes_lists_ = false;                       // at the next frame
  float facts_height_ = 60;                         // of the frame before
  std::optional<Temperature> temperature_in_hand_;  // while the dial is dragged
  std::array<char, 32> temperature_text_{};
  std::map<std::string, std::string> setting_texts_;  // being typed, by key
  std::deque<Picture> pictures_;                      // of the panes; a deque keeps their addresses
};

}  // namespace onedial::viewer
