#pragma once
#include <imgui.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "onedial/plot/draw_panel.hpp"

namespace onedial::viewer {

enum class ThemeKind : std::uint8_t { light, dark, projector };
inline constexpr std::array all_themes = {ThemeKind::light, ThemeKind::dark, ThemeKind::projector};
std::string_view theme_name(ThemeKind theme);

/// The colours of a window: those of its plots, and what else it takes.
struct Theme {
  ThemeKind kind;
  PlotTheme plot;
  ImVec4 paper;
  ImVec4 raised;  ///< of bars and fields
  ImVec4 ink;
  ImVec4 soft_ink;
  ImVec4 accent;
  ImVec4 cold;
  ImVec4 hot;
  ImVec4 warning;
};

Theme make_theme(ThemeKind kind);

/// Puts the theme's colours and lengths, times `scale`, into the style of the current ImGui context.
void apply(const Theme& theme, float scale);

}  // namespace onedial::viewer
