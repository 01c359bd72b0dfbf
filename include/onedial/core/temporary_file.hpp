#pragma once

#include <filesystem>
#include <string_view>

namespace onedial {

/// A complete file under a temporary name beside its target, removed again unless it takes the target's
/// place.
class TemporaryFile {
 public:
  /// Writes `bytes` and flushes them to the disk. Throws OutputError, naming `target`, where that fails or
  /// where `target` is there and is not a regular file.
  TemporaryFile(std::filesystem::path target, std::string_view bytes);
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  /// Renames the file to its target. Throws OutputError.
  void replace_target();

  const std::filesystem::path& target() const { return target_; }

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
};

/// Flushes a directory's entries to the disk, so that a rename in it survives a crash; an empty path is the
/// current directory. Throws OutputError.
void flush_directory(const std::filesystem::path& directory);

}  // namespace onedial
