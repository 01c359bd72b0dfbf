#include "imgui_canvas.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "polyline.hpp"

namespace onedial::viewer {
namespace {

ImU32 packed(const Colour& c) {
  return ImGui::GetColorU32(ImVec4(static_cast<float>(c.red), static_cast<float>(c.green),
                                   static_cast<float>(c.blue), static_cast<float>(c.alpha)));
}

/// From the point whose baseline is given to ImGui's upper left corner.
float ascent(float size) {
  const ImFont* font = ImGui::GetFont();
  return font->Ascent * size / font->FontSize;
}

}  // namespace

ImGuiCanvas::ImGuiCanvas(ImDrawList* list, ImVec2 origin, float scale, const PlotTheme& theme)
    : Canvas(theme), list_(list), origin_(origin), scale_(scale) {}

ImVec2 ImGuiCanvas::pixel(Position at) const {
  return {origin_.x + pixels(at.x), origin_.y + pixels(at.y)};
}

double ImGuiCanvas::text_width(const std::string& text, const TextStyle& style) const {
  return ImGui::GetFont()->CalcTextSizeA(pixels(style.size), 1e6F, 0, text.c_str()).x / scale_;
}

void ImGuiCanvas::text(Position at, Align align, const std::string& words, TextStyle style, double widest) {
  if (words.empty()) {
    return;
  }
  widest = std::max(widest, 1.0);
  double width = text_width(words, style);
  if (width > widest) {
    style.size *= widest / width;
    width = widest;
  }
  const double shift = align == Align::left ? 0 : align == Align::centre ? width / 2 : width;
  const float size = pixels(style.size);
  const ImVec2 base = pixel({at.x - shift, at.y});
  list_->AddText(ImGui::GetFont(), size, {std::round(base.x), std::round(base.y - ascent(size))},
                 packed(style.colour.value_or(theme().ink)), words.c_str());
}

void ImGuiCanvas::text_upwards(Position at, Align align, const std::string& words, TextStyle style,
                               double widest) {
  const int first = list_->VtxBuffer.Size;
  // ImGui leaves out what is not in the clipping rectangle before it is turned.
  list_->PushClipRectFullScreen();
  text(at, align, words, style, widest);
  list_->PopClipRect();
  const ImVec2 centre = pixel(at);
  for (int i = first; i < list_->VtxBuffer.Size; ++i) {
    ImVec2& vertex = list_->VtxBuffer[i].pos;
    vertex = {centre.x + (vertex.y - centre.y), centre.y - (vertex.x - centre.x)};
  }
}

void ImGuiCanvas::path(std::span<const Position> points, const Stroke& stroke) {
  std::vector<ImVec2> line(points.size());
  std::transform(points.begin(), points.end(), line.begin(), [&](Position p) { return pixel(p); });
  std::vector<float> dashes(stroke.dashes.size());
  std::transform(stroke.dashes.begin(), stroke.dashes.end(), dashes.begin(),
                 [&](double dash) { return pixels(dash); });
  // ImGui draws no line thinner than a pixel; a fainter one looks thinner.
  const float thickness = pixels(stroke.width);
  Colour colour = stroke.colour;
  colour.alpha *= std::min(thickness, 1.0F);
  for (const std::vector<ImVec2>& piece : line_pieces(line, dashes, thickness)) {
    list_->AddPolyline(piece.data(), static_cast<int>(piece.size()), packed(colour), ImDrawFlags_None,
                       std::max(thickness, 1.0F));
  }
}

/// Plots fill bands only: a way out along one edge and back along the other. It is filled as slices between
/// the two, which need not be convex.
void ImGuiCanvas::fill(std::span<const Position> polygon, const Colour& colour) {
  if (polygon.size() < 3) {
    return;
  }
  const auto turn =
      std::max_element(polygon.begin(), polygon.end(), [](Position a, Position b) { return a.x < b.x; });
  const std::vector<Position> out(polygon.begin(), turn + 1);
  std::vector<Position> back(turn + 1, polygon.end());
  std::reverse(back.begin(), back.end());
  if (back.empty()) {
    return;
  }
  const ImU32 packed_colour = packed(colour);
  std::size_t i = 0;
  std::size_t j = 0;
  const ImDrawListFlags flags = list_->Flags;
  list_->Flags &= ~ImDrawListFlags_AntiAliasedFill;  // slices are to join without a seam
  while (i + 1 < out.size() || j + 1 < back.size()) {
    const bool along_out = j + 1 >= back.size() || (i + 1 < out.size() && out[i + 1].x <= back[j + 1].x);
    const Position next = along_out ? out[i + 1] : back[j + 1];
    list_->AddTriangleFilled(pixel(out[i]), pixel(back[j]), pixel(next), packed_colour);
    ++(along_out ? i : j);
  }
  list_->Flags = flags;
}

void ImGuiCanvas::fill(const Box& box, const Colour& colour) {
  list_->AddRectFilled(pixel({box.x, box.y}), pixel({box.right(), box.bottom()}), packed(colour));
}

void ImGuiCanvas::cells(const Box& box, std::size_t columns, std::span<const Colour> colours) {
  const std::size_t rows = colours.size() / columns;
  // Edges on whole pixels leave no seams.
  const auto edge = [&](std::size_t column, std::size_t row) {
    const ImVec2 at = pixel({box.x + box.width * static_cast<double>(column) / static_cast<double>(columns),
                             box.y + box.height * static_cast<double>(row) / static_cast<double>(rows)});
    return ImVec2{std::round(at.x), std::round(at.y)};
  };
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const Colour& colour = colours[row * columns + column];
      if (colour.alpha > 0) {
        list_->AddRectFilled(edge(column, row), edge(column + 1, row + 1), packed(colour));
      }
    }
  }
}

void ImGuiCanvas::disc(Position centre, double radius, const Colour& colour) {
  list_->AddCircleFilled(pixel(centre), pixels(radius), packed(colour), 10);
}

void ImGuiCanvas::ring(Position centre, double radius, const Stroke& stroke) {
  list_->AddCircle(pixel(centre), pixels(radius), packed(stroke.colour), 16, pixels(stroke.width));
}

void ImGuiCanvas::clip(const Box& box) {
  list_->PushClipRect(pixel({box.x, box.y}), pixel({box.right(), box.bottom()}), true);
}

void ImGuiCanvas::unclip() {
  list_->PopClipRect();
}

}  // namespace onedial::viewer
