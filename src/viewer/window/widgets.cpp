#include "widgets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "onedial/plot/number_format.hpp"

namespace onedial::viewer {
namespace {

/// The longest start of `words` that fits with an ellipsis.
std::string cut_to(const std::string& words, float widest, float scale) {
  const auto width = [&](const std::string& text) { return ImGui::CalcTextSize(text.c_str()).x * scale; };
  if (width(words) <= widest) {
    return words;
  }
  std::string cut = words;
  while (!cut.empty()) {
    do {
      cut.pop_back();
    } while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U);
    // A lead byte without its tail is no character.
    if (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0x80U) != 0) {
      cut.pop_back();
    }
    if (width(cut + "…") <= widest) {
      return cut + "…";
    }
  }
  return {};
}

}  // namespace

void draw_words(ImVec2 at, const ImVec4& colour, const std::string& words, float widest, float size) {
  const float font_size = size > 0 ? size : ImGui::GetFontSize();
  const std::string shown = cut_to(words, widest, font_size / ImGui::GetFontSize());
  ImGui::GetWindowDrawList()->AddText(ImGui::GetFont(), font_size, at, ImGui::GetColorU32(colour),
                                      shown.c_str());
}

void tooltip(const std::string& words) {
  if (words.empty() || !ImGui::IsItemHovered()) {
    return;
  }
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(ImGui::GetFontSize() * 26);
  ImGui::TextUnformatted(words.c_str());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

void flow(const std::string& words, float right) {
  const ImGuiStyle& style = ImGui::GetStyle();
  const float width = ImGui::CalcTextSize(words.c_str()).x + 2 * style.FramePadding.x;
  if (ImGui::GetItemRectMax().x + style.ItemSpacing.x + width < right) {
    ImGui::SameLine();
  }
}

std::string temperature_words(Temperature t) {
  return t.is_infinite() ? "∞" : format_compact(t.value(), 4);
}

}  // namespace onedial::viewer
