#include "onedial/run/error.hpp"

#include <fmt/format.h>

#include <system_error>

namespace onedial {
namespace {

std::string config_message(const std::string& origin, int line, const std::string& section,
                           const std::string& key, const std::string& what) {
  std::string message = origin;
  if (line > 0) {
    message += fmt::format(":{}", line);
  }
  message += ": ";
  if (!section.empty()) {
    message += fmt::format("[{}]", section);
  }
  if (!section.empty() && !key.empty()) {
    message += ' ';
  }
  message += key;
  if (!section.empty() || !key.empty()) {
    message += ": ";
  }
  return message + what;
}

}  // namespace

ConfigError::ConfigError(const std::string& origin, int line_number, const std::string& section_name,
                         const std::string& key_name, const std::string& what_is_wrong)
    : InputError(config_message(origin, line_number, section_name, key_name, what_is_wrong)),
      file(origin),
      line(line_number),
      section(section_name),
      key(key_name) {}

OutputError::OutputError(const std::filesystem::path& path, int error_number)
    : OutputError(path, std::generic_category().message(error_number)) {}

OutputError::OutputError(const std::filesystem::path& path, const std::string& reason)
    : std::runtime_error(on_one_line(fmt::format("{}: cannot write: {}", path.string(), reason))) {}

}  // namespace onedial
