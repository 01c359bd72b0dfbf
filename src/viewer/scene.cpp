#include "onedial/viewer/scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "scene_table.hpp"

namespace onedial::viewer {
namespace {

/// All scenes as they are at first, in their order.
const std::vector<std::pair<SceneInfo, SceneMaker>>& scenes() {
  static const auto sorted = [] {
    std::vector<std::pair<SceneInfo, SceneMaker>> all;
    for (const SceneMaker maker : scene_makers()) {
      all.emplace_back(maker()->info(), maker);
    }
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.first.order < b.first.order; });
    return all;
  }();
  return sorted;
}

}  // namespace

void Scene::set(std::string_view key, std::string_view value) {
  const Settings before = settings_;
  settings_.set(key, value);
  try {
    changed(key);
  } catch (...) {
    settings_ = before;
    throw;
  }
}

std::vector<SceneInfo> scene_infos() {
  std::vector<SceneInfo> infos;
  for (const auto& [info, maker] : scenes()) {
    infos.push_back(info);
  }
  return infos;
}

std::vector<std::string> scene_names() {
  std::vector<std::string> names;
  for (const auto& [info, maker] : scenes()) {
    names.push_back(info.name);
  }
  return names;
}

std::unique_ptr<Scene> make_scene(std::string_view name) {
  for (const auto& [info, maker] : scenes()) {
    if (info.name == name) {
      return maker();
    }
  }
  throw std::invalid_argument(
      fmt::format("there is no scene '{}'; there are {}", name, fmt::join(scene_names(), ", ")));
}

}  // namespace onedial::viewer
