#pragma once
#include <memory>

#include "onedial/run/config.hpp"
#include "onedial/viewer/scene.hpp"

namespace onedial::viewer {

/// The scene of what a config of `onedial anneal` describes: its problem, its sampler with as many replicas
/// and threads, and its schedule as the course of the dial. Throws InputError as `prepare_anneal`.
std::unique_ptr<Scene> make_config_scene(Config& config);

}  // namespace onedial::viewer
