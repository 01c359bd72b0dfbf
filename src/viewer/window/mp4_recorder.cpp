#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "onedial/run/error.hpp"
#include "recorders.hpp"

namespace onedial::viewer {
namespace {

/// The program ffmpeg with raw pictures on its standard input.
class Ffmpeg {
 public:
  Ffmpeg(const std::filesystem::path& file, int width, int height, int frames_per_second) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw OutputError(file, errno);
    }
    const std::string size = fmt::format("{}x{}", width, height);
    const std::string rate = fmt::format("{}", frames_per_second);
    // The usual kind of MP4 has even sides.
    std::array arguments = {std::string("ffmpeg"),
                            std::string("-loglevel"),
                            std::string("quiet"),
                            std::string("-f"),
                            std::string("rawvideo"),
                            std::string("-pix_fmt"),
                            std::string("rgba"),
                            std::string("-s"),
                            size,
                            std::string("-r"),
                            rate,
                            std::string("-i"),
                            std::string("-"),
                            std::string("-vf"),
                            std::string("pad=ceil(iw/2)*2:ceil(ih/2)*2"),
                            std::string("-pix_fmt"),
                            std::string("yuv420p"),
                            std::string("-y"),
                            std::string("file:") + file.string()};
    std::array<char*, arguments.size() + 1> pointers{};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      pointers[i] = arguments[i].data();
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    const int error = posix_spawnp(&process_, "ffmpeg", &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    input_ = ends[1];
    if (error != 0) {
      close(input_);
      throw OutputError(file, error == ENOENT ? "the program ffmpeg, which makes MP4 files, is not installed"
                                              : "ffmpeg cannot be started");
    }
  }
  Ffmpeg(const Ffmpeg&) = delete;
  Ffmpeg& operator=(const Ffmpeg&) = delete;
  ~Ffmpeg() { end(); }

  /// Whether all bytes were taken.
  [[nodiscard]] bool write(const void* bytes, std::size_t size) const {
    const auto* next = static_cast<const char*>(bytes);
    while (size > 0) {
      const ssize_t written = ::write(input_, next, size);
      if (written < 0 && errno == EINTR) {
        continue;
      }
      if (written <= 0) {
        return false;
      }
      next += written;
      size -= static_cast<std::size_t>(written);
    }
    return true;
  }

  /// Whether it ended well.
  bool end() {
    if (process_ == 0) {
      return true;
    }
    close(input_);
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  pid_t process_ = 0;
  int input_ = -1;
};

class Mp4Recorder final : public Recorder {
 public:
  Mp4Recorder(std::filesystem::path file, int frames_per_second)
      : file_(std::move(file)), frames_per_second_(frames_per_second) {
    std::signal(SIGPIPE, SIG_IGN);  // an ffmpeg that ends early is an error to report
  }

  void add(const Picture& picture) override {
    if (!ffmpeg_) {
      width_ = picture.width;
      height_ = picture.height;
      ffmpeg_ = std::make_unique<Ffmpeg>(file_, width_, height_, frames_per_second_);
    }
    if (picture.width != width_ || picture.height != height_) {
      throw std::invalid_argument("the pictures of a film must be of one size");
    }
    if (!ffmpeg_->write(picture.pixels.data(), picture.pixels.size() * sizeof(picture.pixels[0]))) {
      throw OutputError(file_, "ffmpeg cannot write there, or ended too early");
    }
  }

  void finish() override {
    if (ffmpeg_ && !ffmpeg_->end()) {
      throw OutputError(file_, "ffmpeg cannot write there");
    }
  }

 private:
  std::filesystem::path file_;
  int frames_per_second_;
  int width_ = 0;
  int height_ = 0;
  std::unique_ptr<Ffmpeg> ffmpeg_;
};

}  // namespace

std::unique_ptr<Recorder> make_mp4_recorder(const std::filesystem::path& file, int frames_per_second) {
  return std::make_unique<Mp4Recorder>(file, frames_per_second);
}

}  // namespace onedial::viewer
