#pragma once
#include <cstdint>
#include <vector>

namespace onedial::viewer {

/// Pixels, row by row from the top, and what a texture of ImGui is: an ImTextureID of the viewer points to
/// one. Whoever changes the pixels counts `version` up.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels =
      {};                  ///< bytes red, green, blue, alpha (as IM_COL32 on a little-endian machine)
  bool is_smooth = false;  ///< blended between pixels where it is drawn larger or smaller
  std::uint64_t version = 0;

  [[nodiscard]] std::uint32_t at(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
};

constexpr std::uint32_t opaque(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  return 0xff000000U | std::uint32_t{blue} << 16U | std::uint32_t{green} << 8U | red;
}

}  // namespace onedial::viewer
