#include "rasterise.hpp"

#include <algorithm>
#include <functional>
#include <memory>

#include "catch.hpp"
#include "user_interface.hpp"

namespace onedial::viewer {
namespace {

constexpr std::uint32_t white = opaque(255, 255, 255);
constexpr std::uint32_t red = opaque(255, 0, 0);

/// A display of 64 × 48 pixels on which `draw` draws.
Picture drawn(const std::function<void(ImDrawList&)>& draw) {
  UserInterface interface(1);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {64, 48};
  io.DeltaTime = 0.01F;
  ImGui::NewFrame();
  draw(*ImGui::GetBackgroundDrawList());
  ImGui::Render();
  return rasterise(*ImGui::GetDrawData(), {1, 1, 1, 1});
}

auto count(const Picture& picture, std::uint32_t colour) {
  return std::count(picture.pixels.begin(), picture.pixels.end(), colour);
}

std::uint32_t pixel(const Picture& picture, int x, int y) {
  return picture.pixels.at(static_cast<std::size_t>(y * picture.width + x));
}

TEST_CASE("A rectangle covers the pixels whose middles are in it, each once") {
  const Picture picture = drawn([](ImDrawList& list) {
    list.AddRectFilled({10, 5}, {30, 25}, IM_COL32(255, 0, 0, 255));
  });
  CHECK(picture.width == 64);
  CHECK(picture.height == 48);
  CHECK(count(picture, red) == 400);
  CHECK(count(picture, white) == 64 * 48 - 400);
  CHECK(pixel(picture, 10, 5) == red);
  CHECK(pixel(picture, 29, 24) == red);
  CHECK(pixel(picture, 30, 24) == white);
}

TEST_CASE("What is half transparent is blended once, along the edge of two triangles too") {
  const Picture picture = drawn([](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {64, 48}, IM_COL32(0, 0, 0, 128));
  });
  const std::uint32_t grey = pixel(picture, 0, 0);
  CHECK((grey & 255U) == 127);
  CHECK(count(picture, grey) == 64 * 48);
}

TEST_CASE("Nothing is drawn outside of a clipping rectangle") {
  const Picture picture = drawn([](ImDrawList& list) {
    list.PushClipRect({20, 10}, {40, 30});
    list.AddRectFilled({0, 0}, {64, 48}, IM_COL32(255, 0, 0, 255));
    list.PopClipRect();
  });
  CHECK(count(picture, red) == 400);
}

TEST_CASE("Cells of a picture are drawn in whole pixels of their colours") {
  Picture cells{.width = 4, .height = 2};
  cells.pixels = {red, white, red, red, white, white, red, opaque(0, 0, 255)};
  const Picture picture = drawn([&](ImDrawList& list) {
    list.AddImage(&cells, {4, 4}, {4 + 4 * 7, 4 + 2 * 7});
  });
  CHECK(count(picture, red) == 4 * 49);
  CHECK(count(picture, opaque(0, 0, 255)) == 49);
  CHECK(pixel(picture, 4, 4) == red);
  CHECK(pixel(picture, 4 + 7, 4) == white);
  CHECK(pixel(picture, 4 + 3 * 7, 4 + 7) == opaque(0, 0, 255));
}

TEST_CASE("Colours run evenly from corner to corner") {
  const Picture picture = drawn([](ImDrawList& list) {
    list.AddRectFilledMultiColor({0, 0}, {64, 48}, IM_COL32(0, 0, 0, 255), IM_COL32(255, 0, 0, 255),
                                 IM_COL32(255, 0, 0, 255), IM_COL32(0, 0, 0, 255));
  });
  for (int x = 0; x < 64; ++x) {
    CHECK(static_cast<double>(pixel(picture, x, 20) & 255U) == Approx(255 * (x + 0.5) / 64).margin(1));
  }
}

}  // namespace
}  // namespace onedial::viewer
