#pragma once
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace onedial {

/// How many bytes a whole file has by what its beginning says, of which it is shown up to 64 KiB.
using DeclaredSize = std::function<std::optional<std::size_t>(std::string_view beginning)>;

/// The bytes of a file, unpacked where gzip packed it; "-" is standard input. `what` says what is expected in
/// it, such as "a file of logits", for the errors. Where the beginning declares a size, not more than one
/// byte beyond it is read, for the caller to notice. Throws InputError, which names the file, where it cannot
/// be read, is a directory, is damaged or cut short, or unpacks to, or declares, more than `most_bytes`.
std::string read_packed_file(const std::filesystem::path& path, std::string_view what,
                             std::size_t most_bytes = std::size_t{1} << 32,
                             const DeclaredSize& declared = {});

}  // namespace onedial
