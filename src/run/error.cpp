#include "onedial/run/error.hpp"

#include <fmt/format.h>

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

}  // namespace onedial
