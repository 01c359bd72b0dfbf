#include "onedial/core/packed_file.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "onedial/core/error.hpp"

namespace onedial {

std::string read_packed_file(const std::filesystem::path& path, std::string_view what, std::size_t most_bytes,
                             const DeclaredSize& declared) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw InputError(fmt::format("{}: is a directory; {} is expected", path.string(), what));
  }
  errno = 0;
  const bool is_standard_input = path == "-";
  // zlib hands on what is not packed as it is.
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(
      is_standard_input ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(path.c_str(), "rb"), &gzclose);
  if (!file) {
    throw InputError(
        fmt::format("{}: cannot read: {}", path.string(), std::generic_category().message(errno)));
  }
  const auto require_fits = [&](std::size_t size) {
    if (size > most_bytes) {
      throw InputError(fmt::format("{}: is too large; at most {} MiB are taken for {}", path.string(),
                                   most_bytes >> 20U, what));
    }
  };
  std::string bytes;
  std::array<char, 1 << 16> block{};
  int got = 0;
  std::size_t wanted = most_bytes;
  while (bytes.size() <= wanted) {
    const std::size_t rest = std::min(block.size(), wanted - bytes.size() + 1);
    got = gzread(file.get(), block.data(), static_cast<unsigned>(rest));
    if (got <= 0) {
      break;
    }
    const bool is_beginning = bytes.empty();
    bytes.append(block.data(), static_cast<std::size_t>(got));
    if (is_beginning && declared) {
      wanted = declared(bytes).value_or(most_bytes);
      require_fits(wanted);
    }
  }
  require_fits(bytes.size());
  int error = Z_OK;
  gzerror(file.get(), &error);
  if (got < 0 || error != Z_OK) {
    throw InputError(fmt::format("{}: cannot be unpacked; it is damaged or cut short", path.string()));
  }
  return bytes;
}

}  // namespace onedial
