#include <algorithm>
#include <cmath>

#include "widgets.hpp"

namespace onedial::viewer {
namespace {

/// Where times and temperatures of a course lie in an area.
class Track {
 public:
  Track(const Area& area, const DialScale& scale) : area_(area), scale_(scale) {}

  [[nodiscard]] ImVec2 point(double time, Temperature t) const {
    const double height = (scale_.position(t) - DialScale::stop) / (1 - 2 * DialScale::stop);
    return {area_.min.x + static_cast<float>(time) * area_.width(),
            area_.max.y - static_cast<float>(std::clamp(height, 0.0, 1.0)) * area_.height()};
  }
  [[nodiscard]] double time(float x) const {
    return std::clamp((x - area_.min.x) / area_.width(), 0.0F, 1.0F);
  }
  [[nodiscard]] Temperature temperature(float y) const {
    const double height = std::clamp((area_.max.y - y) / area_.height(), 0.0F, 1.0F);
    // Inside of both stops: a course is drawn in ln T.
    return scale_.temperature(std::clamp(DialScale::stop + height * (1 - 2 * DialScale::stop),
                                         DialScale::stop, 1 - DialScale::stop));
  }
  [[nodiscard]] std::optional<std::size_t> node_at(const DialSchedule& course, ImVec2 mouse,
                                                   float reach) const {
    std::optional<std::size_t> nearest;
    float least = reach;
    for (std::size_t i = 0; i < course.nodes.size(); ++i) {
      const ImVec2 at = point(course.nodes[i].time, course.nodes[i].temperature);
      const float distance = std::hypot(at.x - mouse.x, at.y - mouse.y);
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

 private:
  Area area_;
  const DialScale& scale_;
};

bool edit(DialSchedule& course, std::optional<std::size_t>& dragged, const Track& track, float reach) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto near = track.node_at(course, mouse, reach);
  if (ImGui::IsItemHovered() && near && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    dragged.reset();
    return remove_node(course, *near);
  }
  if (ImGui::IsItemHovered() && !near && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    return add_node(course, track.time(mouse.x), track.temperature(mouse.y));
  }
  if (ImGui::IsItemActivated()) {
    dragged = near;
  }
  if (!ImGui::IsItemActive()) {
    dragged.reset();
  }
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  if (!dragged || (moved.x == 0 && moved.y == 0)) {
    return false;
  }
  move_node(course, *dragged, track.time(mouse.x), track.temperature(mouse.y));
  return true;
}

}  // namespace

bool draw_timeline(const Area& area, DialSchedule& course, std::optional<std::size_t>& dragged,
                   const DialScale& scale, std::optional<double> playhead, const Theme& theme, float pixels) {
  const float margin = 8 * pixels;
  const Track track({{area.min.x + margin, area.min.y + margin}, {area.max.x - margin, area.max.y - margin}},
                    scale);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(area.min, area.max, ImGui::GetColorU32(theme.raised), 4 * pixels);
  ImGui::SetCursorScreenPos(area.min);
  ImGui::InvisibleButton("timeline", {area.width(), area.height()});
  const bool is_changed = edit(course, dragged, track, 12 * pixels);

  std::vector<ImVec2> line;
  for (const DialSchedule::Node& node : course.nodes) {
    line.push_back(track.point(node.time, node.temperature));
  }
  list->AddPolyline(line.data(), static_cast<int>(line.size()), ImGui::GetColorU32(theme.accent),
                    ImDrawFlags_None, 2 * pixels);
  if (playhead) {
    const float x = track.point(*playhead, scale.coldest()).x;
    list->AddLine({x, area.min.y}, {x, area.max.y}, ImGui::GetColorU32(theme.warning), 2 * pixels);
  }
  for (const ImVec2& node : line) {
    list->AddCircleFilled(node, 5 * pixels, ImGui::GetColorU32(theme.accent));
    list->AddCircleFilled(node, 2.5F * pixels, ImGui::GetColorU32(theme.paper));
  }
  draw_words({area.min.x + 6 * pixels, area.max.y - 15 * pixels}, theme.soft_ink, "T over the next sweeps",
             area.width() / 2, 11 * pixels);
  if (!ImGui::IsItemActive()) {
    tooltip(
        "The course of the dial, T on a logarithmic scale against time. Drag its nodes; a double click adds "
        "one, the right button takes one away. A plays it.");
  }
  return is_changed;
}

}  // namespace onedial::viewer
