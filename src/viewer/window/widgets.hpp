#pragma once
#include <imgui.h>

#include <optional>
#include <string>

#include "action.hpp"
#include "grid_palette.hpp"
#include "onedial/viewer/dial.hpp"
#include "theme.hpp"

namespace onedial::viewer {

/// A rectangle of the window, in pixels.
struct Area {
  ImVec2 min;
  ImVec2 max;
  [[nodiscard]] float width() const { return max.x - min.x; }
  [[nodiscard]] float height() const { return max.y - min.y; }
  [[nodiscard]] ImVec2 centre() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
};

/// Words at a place of the current window, cut with "…" where they are wider than `widest`.
void draw_words(ImVec2 at, const ImVec4& colour, const std::string& words, float widest, float size = 0);

/// Shows `words` as a wrapped tooltip if the item before is hovered.
void tooltip(const std::string& words);

/// Goes on on the line of the item before if `words` have room there before `right`, else on the next line.
void flow(const std::string& words, float right);

/// "2.269", "0" or "∞".
std::string temperature_words(Temperature t);

/// The dial: an arc from T = 0 to T = ∞ with a pointer, decades, and a mark at T*. Returns the temperature it
/// is turned to by dragging or by the wheel.
std::optional<Temperature> draw_dial(const Area& area, const DialScale& scale, Temperature t,
                                     std::optional<Temperature> peak, const Theme& theme, float pixels);

/// The course of the dial with nodes to drag and a playhead; a double click adds a node, the other button
/// takes one away. Returns whether `course` was changed.
bool draw_timeline(const Area& area, DialSchedule& course, std::optional<std::size_t>& dragged,
                   const DialScale& scale, std::optional<double> playhead, const Theme& theme, float pixels);

/// A pane in an area, titled; returns where it was touched in this frame. `picture` holds the pixels of a
/// grid.
std::optional<Touch> draw_pane(const Pane& pane, std::size_t index, const Area& area, Picture& picture,
                               GridPalette palette, const Theme& theme, float pixels);

}  // namespace onedial::viewer
