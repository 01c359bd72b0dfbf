#pragma once
#include <imgui.h>

#include <span>
#include <vector>

namespace onedial::viewer {

/// A line through points in pixels, in pieces that Dear ImGui draws well: no point twice, dashes apart
/// (lengths drawn and left out in turn, in pixels; none for a solid line), and at sharp turns, where it would
/// draw spikes, cut and drawn on by half the thickness. Where all of it is horizontal or vertical it is moved
/// onto whole pixels.
std::vector<std::vector<ImVec2>> line_pieces(std::span<const ImVec2> points, std::span<const float> dashes,
                                             float thickness);

}  // namespace onedial::viewer
