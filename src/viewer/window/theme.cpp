#include "theme.hpp"

namespace onedial::viewer {
namespace {

ImVec4 vector(const Colour& c) {
  return {static_cast<float>(c.red), static_cast<float>(c.green), static_cast<float>(c.blue),
          static_cast<float>(c.alpha)};
}

ImVec4 mix(const ImVec4& a, const ImVec4& b, float part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part, a.z + (b.z - a.z) * part, 1};
}

}  // namespace

std::string_view theme_name(ThemeKind theme) {
  switch (theme) {
    case ThemeKind::light:
      return "light";
    case ThemeKind::dark:
      return "dark";
    case ThemeKind::projector:
      break;
  }
  return "projector";
}

Theme make_theme(ThemeKind kind) {
  PlotTheme plot = kind == ThemeKind::light  ? light_theme()
                   : kind == ThemeKind::dark ? dark_theme()
                                             : projector_theme();
  plot.is_live = true;
  const ImVec4 paper = vector(plot.paper);
  const ImVec4 ink = vector(plot.ink);
  return {.kind = kind,
          .plot = plot,
          .paper = paper,
          .raised = mix(paper, ink, 0.07F),
          .ink = ink,
          .soft_ink = vector(plot.soft_ink),
          .accent = vector(plot.colour(ColourRole::primary)),
          .cold = vector(plot.colour(ColourRole::primary)),
          .hot = vector(plot.colour(ColourRole::secondary)),
          .warning = vector(plot.colour(ColourRole::secondary))};
}

void apply(const Theme& theme, float scale) {
  ImGuiStyle style;
  style.WindowPadding = {10, 6};
  style.FramePadding = {7, 3};
  style.ItemSpacing = {7, 5};
  style.CellPadding = {4, 2};
  style.FrameRounding = 4;
  style.PopupRounding = 4;
  style.GrabRounding = 4;
  style.ScrollbarSize = 10;
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.ScaleAllSizes(scale);
  const ImVec4 raised = theme.raised;
  const ImVec4 higher = mix(theme.paper, theme.ink, 0.14F);
  const ImVec4 tinted = mix(theme.paper, theme.accent, 0.35F);
  const ImVec4 strong = mix(theme.paper, theme.accent, 0.55F);
  const auto set = [&](ImGuiCol what, const ImVec4& colour) { style.Colors[what] = colour; };
  set(ImGuiCol_Text, theme.ink);
  set(ImGuiCol_TextDisabled, theme.soft_ink);
  set(ImGuiCol_TextSelectedBg, tinted);
  set(ImGuiCol_WindowBg, theme.paper);
  set(ImGuiCol_PopupBg, mix(theme.paper, theme.ink, 0.04F));
  set(ImGuiCol_Border, mix(theme.paper, theme.ink, 0.25F));
  set(ImGuiCol_FrameBg, raised);
  set(ImGuiCol_FrameBgHovered, higher);
  set(ImGuiCol_FrameBgActive, higher);
  set(ImGuiCol_TitleBg, raised);
  set(ImGuiCol_TitleBgActive, tinted);
  set(ImGuiCol_TitleBgCollapsed, raised);
  set(ImGuiCol_ScrollbarBg, theme.paper);
  set(ImGuiCol_ScrollbarGrab, higher);
  set(ImGuiCol_ScrollbarGrabHovered, tinted);
  set(ImGuiCol_ScrollbarGrabActive, strong);
  set(ImGuiCol_CheckMark, theme.accent);
  // Light enough for the number that is written over it.
  set(ImGuiCol_SliderGrab, tinted);
  set(ImGuiCol_SliderGrabActive, strong);
  set(ImGuiCol_Button, higher);
  set(ImGuiCol_ButtonHovered, tinted);
  set(ImGuiCol_ButtonActive, strong);
  set(ImGuiCol_Header, tinted);
  set(ImGuiCol_HeaderHovered, tinted);
  set(ImGuiCol_HeaderActive, strong);
  ImGui::GetStyle() = style;
}

}  // namespace onedial::viewer
