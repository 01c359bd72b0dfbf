#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace onedial {

/// The bytes of a file. `what` says what is expected in it, such as "an instance of a problem", for the
/// errors. Throws InputError, which names the file, where it cannot be read, is a directory or has more than
/// `most_bytes`.
std::string read_whole_file(const std::filesystem::path& path, std::string_view what,
                            std::size_t most_bytes = std::size_t{1} << 32);

/// Throws InputError, which names the file that `bytes` are from, where they hold a NUL byte, as no text
/// does.
void require_text(const std::filesystem::path& path, std::string_view bytes, std::string_view what);

/// The bytes of a text file. `what` says what is expected in it, such as "a config in TOML", for the errors.
/// Throws InputError as `read_whole_file` and `require_text` do.
std::string read_text_file(const std::filesystem::path& path, std::string_view what,
                           std::size_t most_bytes = std::size_t{1} << 32);

}  // namespace onedial
