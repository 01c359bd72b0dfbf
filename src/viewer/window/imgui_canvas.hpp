#pragma once
#include <imgui.h>

#include "onedial/plot/canvas.hpp"

namespace onedial::viewer {

/// A canvas on a list of ImGui, in the font of the current context.
class ImGuiCanvas final : public Canvas {
 public:
  /// Points are `scale` pixels long and count from `origin`.
  ImGuiCanvas(ImDrawList* list, ImVec2 origin, float scale, const PlotTheme& theme);

  [[nodiscard]] double text_width(const std::string& text, const TextStyle& style) const override;
  void text(Position at, Align align, const std::string& words, TextStyle style, double widest) override;
  void text_upwards(Position at, Align align, const std::string& words, TextStyle style,
                    double widest) override;
  void path(std::span<const Position> points, const Stroke& stroke) override;
  void fill(std::span<const Position> polygon, const Colour& colour) override;
  void fill(const Box& box, const Colour& colour) override;
  void cells(const Box& box, std::size_t columns, std::span<const Colour> colours) override;
  void disc(Position centre, double radius, const Colour& colour) override;
  void ring(Position centre, double radius, const Stroke& stroke) override;
  void clip(const Box& box) override;
  void unclip() override;

 private:
  [[nodiscard]] ImVec2 pixel(Position at) const;
  [[nodiscard]] float pixels(double points) const { return static_cast<float>(points) * scale_; }

  ImDrawList* list_;
  ImVec2 origin_;
  float scale_;
};

}  // namespace onedial::viewer
