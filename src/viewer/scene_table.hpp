#pragma once
#include <memory>
#include <vector>

#include "onedial/viewer/scene.hpp"

namespace onedial::viewer {

using SceneMaker = std::unique_ptr<Scene> (*)();

/// `make_NAME_scene` of every file scenes/NAME.cpp; CMake writes it from the names of the files.
std::vector<SceneMaker> scene_makers();

}  // namespace onedial::viewer
