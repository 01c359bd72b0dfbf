#pragma once
#include <imgui.h>

#include <string>
#include <string_view>

#include "picture.hpp"

namespace onedial::viewer {

/// Fills the fonts of the current ImGui context with DejaVu Sans, of so many pixels per em, and `atlas` with
/// their texture. The glyphs are those of the languages and formulas of the viewer. Throws std::runtime_error
/// if the font is not installed.
void build_fonts(float pixels, Picture& atlas);

/// The first character of `utf8` that the font has no glyph for, as UTF-8; empty if it has them all.
std::string missing_glyph(const ImFont& font, std::string_view utf8);

}  // namespace onedial::viewer
