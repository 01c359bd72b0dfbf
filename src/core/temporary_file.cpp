#include "onedial/core/temporary_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

/// Opens, and repeats what a signal interrupted. Returns −1 with errno set on failure.
int open_retrying(const std::filesystem::path& path, int flags) {
  constexpr mode_t permissions = 0666;  // the user's umask takes away from these
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, permissions);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

/// Flushes to the disk. Returns 0, or an errno; a file system that cannot flush is no failure.
int flush(int descriptor) {
  while (::fsync(descriptor) != 0) {
    if (errno == EINVAL || errno == ENOTSUP) {
      return 0;
    }
    if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/// Writes all of `bytes`. Returns 0, or an errno.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return errno;
    }
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  return 0;
}

std::filesystem::path temporary_name(const std::filesystem::path& target) {
  static std::atomic<unsigned> count{0};
  return target.parent_path() /
         fmt::format(".{}.{}-{}.tmp", target.filename().string(), ::getpid(), count.fetch_add(1));
}

void require_replaceable(const std::filesystem::path& target) {
  std::error_code ignored;
  const auto status = std::filesystem::status(target, ignored);
  if (std::filesystem::is_directory(status)) {
    throw OutputError(target, EISDIR);
  }
  // A rename would put a plain file in the place of a device or a pipe.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    throw OutputError(target, "is not a regular file");
  }
}

}  // namespace

TemporaryFile::TemporaryFile(std::filesystem::path target, std::string_view bytes)
    : target_(std::move(target)) {
  require_replaceable(target_);
  const std::filesystem::path name = temporary_name(target_);
  const int descriptor = open_retrying(name, O_WRONLY | O_CREAT | O_EXCL);
  if (descriptor < 0) {
    throw OutputError(target_, errno);
  }

  int error = write_all(descriptor, bytes);
  if (error == 0) {
    error = flush(descriptor);
  }
  // Network file systems may find out only here that the disk is full.
  const bool closed = ::close(descriptor) == 0 || errno == EINTR;
  if (error == 0 && !closed) {
    error = errno;
  }
  if (error != 0) {
    ::unlink(name.c_str());
    throw OutputError(target_, error);
  }
  temporary_ = name;
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : target_(std::move(other.target_)), temporary_(std::exchange(other.temporary_, {})) {}

TemporaryFile::~TemporaryFile() {
  if (!temporary_.empty()) {
    ::unlink(temporary_.c_str());
  }
}

void TemporaryFile::replace_target() {
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) {
    throw OutputError(target_, errno);
  }
  temporary_.clear();
}

void flush_directory(const std::filesystem::path& directory) {
  const std::filesystem::path place = directory.empty() ? "." : directory;
  const int descriptor = open_retrying(place, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) {
    throw OutputError(place, errno);
  }
  const int error = flush(descriptor);
  ::close(descriptor);
  if (error != 0) {
    throw OutputError(place, error);
  }
}

}  // namespace onedial
