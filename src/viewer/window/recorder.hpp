#pragma once
#include <filesystem>
#include <memory>

#include "picture.hpp"

namespace onedial::viewer {

/// A film of pictures of one size. The file is complete after `finish`.
class Recorder {
 public:
  Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  virtual ~Recorder() = default;

  /// Throws OutputError that names the file, and std::invalid_argument for a picture of another size than the
  /// first.
  virtual void add(const Picture& picture) = 0;
  /// Throws OutputError.
  virtual void finish() = 0;
};

/// A GIF or an MP4 (through the program ffmpeg), by the ending of the file's name. Throws InputError for
/// another ending and OutputError if the file, or ffmpeg, cannot be used.
std::unique_ptr<Recorder> make_recorder(const std::filesystem::path& file, int frames_per_second);

}  // namespace onedial::viewer
