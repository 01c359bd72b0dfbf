#pragma once
#include <imgui.h>

#include <memory>

#include "main_window.hpp"
#include "picture.hpp"

namespace onedial::viewer {

/// An ImGui context with the fonts of the viewer, current as long as it lives.
class UserInterface {
 public:
  /// Throws std::runtime_error if a font is missing.
  explicit UserInterface(float scale);
  UserInterface(const UserInterface&) = delete;
  UserInterface& operator=(const UserInterface&) = delete;
  ~UserInterface();

  /// Builds the fonts anew, for so many pixels per unit of length.
  void set_scale(float scale);
  [[nodiscard]] float scale() const { return scale_; }

  /// One frame of a window, of the size and at the time that ImGui was told.
  static ImDrawData& draw(MainWindow& window, const Snapshot& snapshot, const WindowFacts& facts,
                          Actions& actions);

  /// The pixels of a window at rest.
  Picture draw_without_display(MainWindow& window, const Snapshot& snapshot, const WindowFacts& facts,
                               int width, int height);

 private:
  ImGuiContext* context_;
  float scale_;
  Picture atlas_;
};

}  // namespace onedial::viewer
