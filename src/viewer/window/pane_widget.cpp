#include <algorithm>
#include <cmath>

#include "imgui_canvas.hpp"
#include "onedial/plot/answer_panel.hpp"
#include "onedial/plot/draw_panel.hpp"
#include "onedial/plot/number_format.hpp"
#include "widgets.hpp"

namespace onedial::viewer {
namespace {

/// Draws one pane and finds out where it is touched.
class PanePainter {
 public:
  PanePainter(std::size_t index, const Area& area, Picture& picture, GridPalette palette, const Theme& theme,
              float pixels)
      : index_(index),
        picture_(picture),
        palette_(palette),
        theme_(theme),
        pixels_(pixels),
        area_(area),
        list_(ImGui::GetWindowDrawList()) {}

  std::optional<Touch> operator()(const Grid& grid) {
    draw_title(grid.title);
    const float note_height = grid.note.empty() ? 0 : note_line * pixels_;
    area_.max.y -= note_height;
    if (grid.width < 1 || grid.height < 1) {
      return std::nullopt;
    }
    const Area place = integer_scaled(grid.width, grid.height);
    draw_note({area_.min.x, place.max.y}, grid.note);
    paint(grid, palette_, picture_);
    list_->AddImage(&picture_, place.min, place.max);
    const auto touched = touch(grid.is_editable, place);
    if (!touched) {
      return std::nullopt;
    }
    const double x = std::floor((touched->x - place.min.x) / place.width() * static_cast<float>(grid.width));
    const double y =
        std::floor((touched->y - place.min.y) / place.height() * static_cast<float>(grid.height));
    return Touch{index_, x, y, erases_};
  }

  std::optional<Touch> operator()(const Bars& bars) {
    draw_frame(bars.title, bars.note);
    const auto count = static_cast<float>(bars.values.size());
    if (bars.values.empty()) {
      return std::nullopt;
    }
    const float row = std::min(area_.height() / count, 30 * pixels_);
    const float size = std::clamp(row * 0.6F, 7 * pixels_, 13 * pixels_);
    float names = 0;
    for (const std::string& label : bars.labels) {
      names = std::max(names, words_width(label, size));
    }
    names = std::min(names, area_.width() * 0.35F);
    float values = 0;
    for (std::size_t i = 0; i < bars.values.size(); ++i) {
      values = std::max(values, words_width(value_words(bars, i), size));
    }
    const Area track{
        {area_.min.x + names + 8 * pixels_, area_.min.y},
        {area_.max.x - std::min(values + 8 * pixels_, area_.width() * 0.3F), area_.min.y + row * count}};
    for (std::size_t i = 0; i < bars.values.size(); ++i) {
      draw_bar(bars, i, track, row, size);
    }
    const auto touched = touch(bars.is_editable, track);
    if (!touched) {
      return std::nullopt;
    }
    return Touch{index_, bars.most * std::clamp((touched->x - track.min.x) / track.width(), 0.0F, 1.0F),
                 std::floor((touched->y - track.min.y) / row), erases_};
  }

  std::optional<Touch> operator()(const Graph& graph) {
    draw_frame(graph.title, graph.note);
    const float side = std::min(area_.width(), area_.height()) - 16 * pixels_;
    const Area square{{area_.centre().x - side / 2, area_.centre().y - side / 2},
                      {area_.centre().x + side / 2, area_.centre().y + side / 2}};
    const auto at = [&](const Graph::Node& node) {
      return ImVec2(square.min.x + static_cast<float>(node.x) * side,
                    square.min.y + static_cast<float>(node.y) * side);
    };
    for (const Graph::Edge& edge : graph.edges) {
      const Graph::Node& first = graph.nodes[static_cast<std::size_t>(edge.first)];
      const Graph::Node& second = graph.nodes[static_cast<std::size_t>(edge.second)];
      const bool is_cut = first.level != second.level;
      list_->AddLine(at(first), at(second),
                     ImGui::GetColorU32(is_cut ? theme_.accent : faint(theme_.soft_ink)),
                     is_cut ? 1.5F * pixels_ : pixels_);
    }
    const Grid levels{.levels = 2};
    const float radius = std::clamp(side / 60, 3.0F * pixels_, 7 * pixels_);
    for (const Graph::Node& node : graph.nodes) {
      const Rgb rgb = cell_colour(levels, palette_, node.level);
      list_->AddCircleFilled(at(node), radius + pixels_, ImGui::GetColorU32(theme_.ink));
      list_->AddCircleFilled(at(node), radius, IM_COL32(rgb[0], rgb[1], rgb[2], 255));
    }
    const auto touched = touch(graph.is_editable, square);
    if (!touched) {
      return std::nullopt;
    }
    return Touch{index_, (touched->x - square.min.x) / side, (touched->y - square.min.y) / side, erases_};
  }

  std::optional<Touch> operator()(const Drawing& drawing) {
    draw_frame(drawing.title, drawing.note);
    const float point = 1.4F * pixels_;
    ImGuiCanvas canvas(list_, area_.min, point, theme_.plot);
    draw_panel(canvas, answer_panel("", drawing.picture), area_.width() / point, area_.height() / point);
    return std::nullopt;
  }

 private:
  static ImVec4 faint(ImVec4 colour) {
    colour.w = 0.35F;
    return colour;
  }

  static std::string value_words(const Bars& bars, std::size_t i) {
    return i < bars.words.size() ? bars.words[i] : format_compact(bars.values[i], 2);
  }

  static float words_width(const std::string& words, float size) {
    return ImGui::GetFont()->CalcTextSizeA(size, 1e6F, 0, words.c_str()).x;
  }

  static constexpr float title_line = 17;
  static constexpr float note_line = 17;

  /// Writes the title and takes its room off the area.
  void draw_title(const std::string& title) {
    if (!title.empty()) {
      draw_words(area_.min, theme_.ink, title, area_.width(), 13 * pixels_);
      area_.min.y += title_line * pixels_;
    }
  }

  void draw_note(ImVec2 at, const std::string& note) const {
    draw_words({at.x, at.y + 2 * pixels_}, theme_.soft_ink, note, area_.width(), 12 * pixels_);
  }

  /// Writes the title above and the note below and takes their room off the area.
  void draw_frame(const std::string& title, const std::string& note) {
    draw_title(title);
    if (!note.empty()) {
      area_.max.y -= note_line * pixels_;
      draw_note({area_.min.x, area_.max.y}, note);
    }
  }

  /// A whole number of pixels a cell, or, for grids larger than the area, as large as fits.
  [[nodiscard]] Area integer_scaled(Index width, Index height) const {
    const auto columns = static_cast<float>(width);
    const auto rows = static_cast<float>(height);
    float cell = std::min(area_.width() / columns, area_.height() / rows);
    cell = cell >= 1 ? std::floor(cell) : cell;
    // A time series that is much wider than tall fills its area rather than leave it empty.
    const bool is_wide = columns > 2 * rows;
    const float cell_height = is_wide ? std::max(1.0F, std::floor(area_.height() / rows)) : cell;
    const ImVec2 size{std::floor(cell * columns), std::floor(cell_height * rows)};
    const ImVec2 min{std::floor(area_.centre().x - size.x / 2), std::floor(area_.min.y)};
    return {min, {min.x + size.x, min.y + size.y}};
  }

  void draw_bar(const Bars& bars, std::size_t i, const Area& track, float row, float size) const {
    const float top = track.min.y + row * static_cast<float>(i);
    const float middle = top + row / 2;
    const float half = std::max(1.0F, row * 0.36F);
    const auto x_of = [&](double value) {
      return track.min.x + static_cast<float>(std::clamp(value / bars.most, 0.0, 1.0)) * track.width();
    };
    if (i < bars.labels.size()) {
      const std::string& label = bars.labels[i];
      const float width = std::min(words_width(label, size), track.min.x - area_.min.x - 8 * pixels_);
      draw_words({track.min.x - 6 * pixels_ - width, middle - size / 2}, theme_.ink, label, width + 1, size);
    }
    list_->AddRectFilled({track.min.x, middle - half}, {track.max.x, middle + half},
                         ImGui::GetColorU32(theme_.raised));
    list_->AddRectFilled({track.min.x, middle - half}, {x_of(bars.values[i]), middle + half},
                         ImGui::GetColorU32(theme_.accent));
    if (i < bars.references.size() && std::isfinite(bars.references[i])) {
      const float x = x_of(bars.references[i]);
      list_->AddLine({x, middle - half - pixels_}, {x, middle + half + pixels_},
                     ImGui::GetColorU32(theme_.warning), 2.5F * pixels_);
    }
    draw_words({track.max.x + 6 * pixels_, middle - size / 2}, theme_.ink, value_words(bars, i),
               area_.max.x - track.max.x - 4 * pixels_, size);
  }

  /// Where the mouse holds a button down in an editable place.
  std::optional<ImVec2> touch(bool is_editable, const Area& place) {
    if (!is_editable || place.width() < 1 || place.height() < 1) {
      return std::nullopt;
    }
    ImGui::SetCursorScreenPos(place.min);
    ImGui::PushID(static_cast<int>(index_));
    ImGui::InvisibleButton("pane", {place.width(), place.height()},
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    ImGui::PopID();
    if (!ImGui::IsItemActive()) {
      return std::nullopt;
    }
    erases_ = ImGui::IsMouseDown(ImGuiMouseButton_Right);
    const ImGuiIO& io = ImGui::GetIO();
    const bool is_new = ImGui::IsItemActivated() || io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    const ImVec2 at = io.MousePos;
    const bool is_inside =
        at.x >= place.min.x && at.x < place.max.x && at.y >= place.min.y && at.y < place.max.y;
    return is_new && is_inside ? std::optional(at) : std::nullopt;
  }

  std::size_t index_;
  Picture& picture_;
  GridPalette palette_;
  const Theme& theme_;
  float pixels_;
  Area area_;
  ImDrawList* list_;
  bool erases_ = false;
};

}  // namespace

std::optional<Touch> draw_pane(const Pane& pane, std::size_t index, const Area& area, Picture& picture,
                               GridPalette palette, const Theme& theme, float pixels) {
  return std::visit(PanePainter(index, area, picture, palette, theme, pixels), pane);
}

}  // namespace onedial::viewer
