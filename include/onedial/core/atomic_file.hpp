#pragma once

#include <filesystem>
#include <string_view>

namespace onedial {

/// Replaces the file at `path` by `bytes`, all or nothing: a temporary file beside it is written, flushed to
/// the disk and renamed, so that a reader, a crash or a full disk never meets half a file. Throws
/// OutputError, and leaves no temporary file, where a step fails or `path` is not a regular file.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

}  // namespace onedial
