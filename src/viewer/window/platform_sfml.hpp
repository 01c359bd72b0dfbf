#pragma once
#include <imgui.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "key_press.hpp"
#include "picture.hpp"

namespace onedial::viewer {

/// A window of the operating system that feeds the current ImGui context and shows what it draws. Everything
/// of SFML that the viewer uses, and all that differs between its versions 2 and 3, is behind this class.
class PlatformWindow {
 public:
  /// Throws std::runtime_error if there is no display. Needs a current ImGui context.
  PlatformWindow(const std::string& title, int width, int height);
  PlatformWindow(const PlatformWindow&) = delete;
  PlatformWindow& operator=(const PlatformWindow&) = delete;
  ~PlatformWindow();

  [[nodiscard]] bool is_open() const;

  /// Hands all waiting events to ImGui; returns whether there were any.
  bool handle_events();

  /// The keys pressed since the last call, but for those that a text field took.
  std::vector<KeyPress> take_keys();

  /// Tells ImGui the size and the time; call it before ImGui::NewFrame.
  void begin_frame(double seconds_since_last);

  /// Shows what ImGui has rendered. `paper` is the background. Textures are pictures, see picture.hpp.
  void present(const ImDrawData& drawn, const ImVec4& paper);

  /// Whether `present` is to keep the pixels that it shows, and those it kept last; empty before.
  void keep_pixels(bool keep);
  [[nodiscard]] const Picture& pixels() const;

  void set_title(const std::string& title);
  void toggle_full_screen();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Puts words where other programs can paste them.
void set_clipboard(const std::string& text);

/// The height of the screen in pixels; 0 without one.
int screen_height();

/// Writes a PNG. Throws OutputError that names the file.
void write_png(const Picture& picture, const std::filesystem::path& file);

}  // namespace onedial::viewer
