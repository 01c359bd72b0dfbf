#include "user_interface.hpp"

#include "font.hpp"
#include "rasterise.hpp"

namespace onedial::viewer {
namespace {

constexpr float em = 14;  // pixels at scale 1

}  // namespace

UserInterface::UserInterface(float scale) : context_(ImGui::CreateContext()), scale_(scale) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // the window is the same each time
  io.LogFilename = nullptr;
  io.BackendFlags |=
      ImGuiBackendFlags_RendererHasVtxOffset;  // both renderers: a noisy curve has many vertices
  build_fonts(em * scale_, atlas_);
}

UserInterface::~UserInterface() {
  ImGui::DestroyContext(context_);
}

void UserInterface::set_scale(float scale) {
  scale_ = scale;
  build_fonts(em * scale_, atlas_);
}

ImDrawData& UserInterface::draw(MainWindow& window, const Snapshot& snapshot, const WindowFacts& facts,
                                Actions& actions) {
  ImGui::NewFrame();
  window.draw(snapshot, facts, actions);
  ImGui::Render();
  return *ImGui::GetDrawData();
}

Picture UserInterface::draw_without_display(MainWindow& window, const Snapshot& snapshot,
                                            const WindowFacts& facts, int width, int height) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DeltaTime = 1.0F / 60;
  Actions nobody_asks;
  // Sizes of words and windows are known from the frame before.
  draw(window, snapshot, facts, nobody_asks);
  return rasterise(draw(window, snapshot, facts, nobody_asks), window.theme().paper);
}

}  // namespace onedial::viewer
