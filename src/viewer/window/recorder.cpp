#include "recorder.hpp"

#include "onedial/core/error.hpp"
#include "recorders.hpp"

namespace onedial::viewer {

std::unique_ptr<Recorder> make_recorder(const std::filesystem::path& file, int frames_per_second) {
  if (file.extension() == ".gif") {
    return make_gif_recorder(file, frames_per_second);
  }
  if (file.extension() == ".mp4") {
    return make_mp4_recorder(file, frames_per_second);
  }
  throw InputError(file.string() + ": a film must end in .gif or .mp4");
}

}  // namespace onedial::viewer
