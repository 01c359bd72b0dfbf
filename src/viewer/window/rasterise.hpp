#pragma once
#include <imgui.h>

#include "picture.hpp"

namespace onedial::viewer {

/// What ImGui has drawn, as pixels, made by the CPU: the same on every machine, with or without a display.
/// Two triangles that share an edge cover each pixel along it once.
Picture rasterise(const ImDrawData& drawn, const ImVec4& paper);

}  // namespace onedial::viewer
