#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "onedial/plot/ticks.hpp"
#include "widgets.hpp"

namespace onedial::viewer {
namespace {

/// The arc runs clockwise over three quarters of a turn, open at the bottom.
constexpr double first_angle = 0.75 * std::numbers::pi;
constexpr double whole_angle = 1.5 * std::numbers::pi;

ImVec4 blend(const ImVec4& a, const ImVec4& b, float part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part, a.z + (b.z - a.z) * part, 1};
}

class DialFace {
 public:
  DialFace(const Area& area, const DialScale& scale, const Theme& theme, float pixels)
      : scale_(scale),
        theme_(theme),
        pixels_(pixels),
        radius_(std::min(area.width() / 2 - 26 * pixels, (area.height() - 36 * pixels) / 1.71F)),
        centre_{area.centre().x, area.min.y + 20 * pixels + radius_},
        list_(ImGui::GetWindowDrawList()) {}

  void draw(Temperature t, std::optional<Temperature> peak) const {
    draw_arc();
    for (const Tick& tick : log_ticks(scale_.coldest().value(), scale_.hottest().value(), 5).major) {
      draw_tick(Temperature(tick.value), tick.label);
    }
    draw_tick(Temperature::zero(), "0");
    draw_tick(Temperature::infinite(), "∞");
    if (peak) {
      draw_peak(*peak);
    }
    draw_pointer(t);
  }

  /// The place on the scale that a point of the window shows; the gap at the bottom belongs to its nearer
  /// end.
  [[nodiscard]] double position_at(ImVec2 point) const {
    double angle = std::atan2(point.y - centre_.y, point.x - centre_.x);
    if (angle < first_angle - std::numbers::pi / 4) {
      angle += 2 * std::numbers::pi;
    }
    return std::clamp((angle - first_angle) / whole_angle, 0.0, 1.0);
  }

  [[nodiscard]] ImVec2 centre() const { return centre_; }
  [[nodiscard]] float radius() const { return radius_; }

 private:
  [[nodiscard]] ImVec2 point(double position, float radius) const {
    const double angle = first_angle + position * whole_angle;
    return {centre_.x + radius * static_cast<float>(std::cos(angle)),
            centre_.y + radius * static_cast<float>(std::sin(angle))};
  }

  void draw_arc() const {
    constexpr int pieces = 60;
    for (int k = 0; k < pieces; ++k) {
      const double from = static_cast<double>(k) / pieces;
      const double to = (k + 1.25) / pieces;  // pieces overlap, so that no paper shows between them
      list_->AddLine(point(from, radius_), point(std::min(to, 1.0), radius_),
                     ImGui::GetColorU32(blend(theme_.cold, theme_.hot, static_cast<float>(from))),
                     7 * pixels_);
    }
  }

  void draw_tick(Temperature t, const std::string& label) const {
    const double position = scale_.position(t);
    list_->AddLine(point(position, radius_ - 9 * pixels_), point(position, radius_ - 4 * pixels_),
                   ImGui::GetColorU32(theme_.soft_ink), pixels_);
    const float size = 11 * pixels_;
    const ImVec2 extent = ImGui::GetFont()->CalcTextSizeA(size, 1e6F, 0, label.c_str());
    const ImVec2 at = point(position, radius_ + 8 * pixels_ + extent.x / 2);
    draw_words({at.x - extent.x / 2, at.y - extent.y / 2}, theme_.soft_ink, label, 1e6F, size);
  }

  void draw_peak(Temperature peak) const {
    const double position = scale_.position(peak);
    const double half = 0.012;
    list_->AddTriangleFilled(
        point(position, radius_ + 3 * pixels_), point(position - half, radius_ + 13 * pixels_),
        point(position + half, radius_ + 13 * pixels_), ImGui::GetColorU32(theme_.warning));
  }

  void draw_pointer(Temperature t) const {
    const double position = scale_.position(t);
    list_->AddCircleFilled(centre_, radius_ - 13 * pixels_, ImGui::GetColorU32(theme_.raised), 48);
    list_->AddLine(point(position, radius_ - 30 * pixels_), point(position, radius_ + 4 * pixels_),
                   ImGui::GetColorU32(theme_.ink), 3.5F * pixels_);
    const std::string words = temperature_words(t);
    const float size =
        std::min(24 * pixels_, (2 * radius_ - 62 * pixels_) /
                                   static_cast<float>(std::max<std::size_t>(words.size(), 4)) / 0.58F);
    const ImVec2 extent = ImGui::GetFont()->CalcTextSizeA(size, 1e6F, 0, words.c_str());
    draw_words({centre_.x - extent.x / 2, centre_.y - extent.y / 2}, theme_.ink, words, 1e6F, size);
    const float small = 11 * pixels_;
    const ImVec2 name = ImGui::GetFont()->CalcTextSizeA(small, 1e6F, 0, "T");
    draw_words({centre_.x - name.x / 2, centre_.y - extent.y / 2 - name.y}, theme_.soft_ink, "T", 1e6F,
               small);
  }

  const DialScale& scale_;
  const Theme& theme_;
  float pixels_;
  float radius_;
  ImVec2 centre_;
  ImDrawList* list_;
};

}  // namespace

std::optional<Temperature> draw_dial(const Area& area, const DialScale& scale, Temperature t,
                                     std::optional<Temperature> peak, const Theme& theme, float pixels) {
  const DialFace face(area, scale, theme, pixels);
  face.draw(t, peak);
  ImGui::SetCursorScreenPos(area.min);
  ImGui::InvisibleButton("dial", {area.width(), area.height()});
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActive()) {
    const float from_centre = std::hypot(io.MousePos.x - face.centre().x, io.MousePos.y - face.centre().y);
    constexpr float too_close_to_tell = 0.25F;
    if (from_centre > too_close_to_tell * face.radius()) {
      return scale.temperature(face.position_at(io.MousePos));
    }
  } else if (ImGui::IsItemHovered()) {
    if (io.MouseWheel != 0) {
      return scale.nudged(t, io.MouseWheel > 0 ? 1 : -1, io.KeyShift);
    }
    constexpr float patience = 1;  // seconds: a hand that turns the dial needs no help
    if (ImGui::GetCurrentContext()->HoveredIdTimer < patience) {
      return std::nullopt;
    }
    tooltip(
        "The temperature T, in units of energy (k = 1). Drag, turn the wheel (Shift for fine steps) or press "
        "↑ and ↓. 0, C and I go to T → 0, to T*, where the heat capacity is highest, and to T → ∞.");
  }
  return std::nullopt;
}

}  // namespace onedial::viewer
