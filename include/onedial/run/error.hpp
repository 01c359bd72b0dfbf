#pragma once

#include <string>

#include "onedial/core/error.hpp"

namespace onedial {

/// A config that cannot be used. The message reads `FILE:LINE: [section] key: what is wrong; what was
/// expected`, without the parts that are not known.
class ConfigError : public InputError {
 public:
  /// `origin` is the config's path, or the command-line option that gave the value; `line_number` is 0
  /// where there is none, and the names may be empty.
  ConfigError(const std::string& origin, int line_number, const std::string& section_name,
              const std::string& key_name, const std::string& what_is_wrong);

  std::string file;
  int line;
  std::string section;
  std::string key;
};

}  // namespace onedial
