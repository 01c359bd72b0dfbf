#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace onedial {

/// `text` with every control character replaced by a space, so that a message stays on one line whatever
/// was quoted in it.
inline std::string on_one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      c = ' ';
    }
  }
  return text;
}

/// Bad usage or bad input: something the user can mend before trying again. The message is one line, and
/// the command ends with exit code 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& message) : std::runtime_error(on_one_line(message)) {}
};

/// A result that could not be stored. The message reads `PATH: cannot write: reason`, on one line.
class OutputError : public std::runtime_error {
 public:
  /// The reason is the system's text for `error_number`, an `errno`.
  OutputError(const std::filesystem::path& path, int error_number);
  OutputError(const std::filesystem::path& path, const std::string& reason);
};

}  // namespace onedial
