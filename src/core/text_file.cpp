#include "onedial/core/text_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view problem, std::string_view detail) {
  throw InputError(path.string().append(": ").append(problem).append(detail));
}

[[noreturn]] void fail_to_read(const std::filesystem::path& path) {
  fail(path, "cannot read: ", std::generic_category().message(errno));
}

}  // namespace

std::string read_whole_file(const std::filesystem::path& path, std::string_view what,
                            std::size_t most_bytes) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    fail(path, "is a directory; must be ", what);
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    fail_to_read(path);
  }
  std::string text;
  std::array<char, 1 << 16> block{};
  for (std::size_t got = block.size(); got == block.size() && text.size() <= most_bytes;) {
    got = std::fread(block.data(), 1, block.size(), file.get());
    text.append(block.data(), got);
  }
  if (std::ferror(file.get()) != 0) {
    fail_to_read(path);
  }
  if (text.size() > most_bytes) {
    fail(path, "is too large; at most " + std::to_string(most_bytes >> 20U) + " MiB are taken for ", what);
  }
  return text;
}

void require_text(const std::filesystem::path& path, std::string_view bytes, std::string_view what) {
  if (bytes.find('\0') != std::string_view::npos) {
    fail(path, "is not a text file; must be ", what);
  }
}

std::string read_text_file(const std::filesystem::path& path, std::string_view what, std::size_t most_bytes) {
  std::string text = read_whole_file(path, what, most_bytes);
  require_text(path, text, what);
  return text;
}

}  // namespace onedial
