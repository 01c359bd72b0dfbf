#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace onedial {

/// The bytes of a text file. `what` says what is expected in it, such as "a config in TOML", for the errors.
/// Throws InputError, which names the file, where it cannot be read, is a directory, has more than
/// `most_bytes` or holds a NUL byte, as no text does.
std::string read_text_file(const std::filesystem::path& path, std::string_view what,
                           std::size_t most_bytes = std::size_t{1} << 32);

}  // namespace onedial
