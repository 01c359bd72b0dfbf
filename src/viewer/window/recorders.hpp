#pragma once
#include "recorder.hpp"

namespace onedial::viewer {

/// Each picture gets the 256 colours that serve it best.
std::unique_ptr<Recorder> make_gif_recorder(const std::filesystem::path& file, int frames_per_second);

std::unique_ptr<Recorder> make_mp4_recorder(const std::filesystem::path& file, int frames_per_second);

}  // namespace onedial::viewer
