#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace onedial {

/// One value of a config, as TOML knows it.
struct ConfigValue {
  /// A value that no key takes; `type` names it in words, such as "a table".
  struct Other {
    std::string type;
  };

  std::variant<bool, std::int64_t, double, std::string, std::filesystem::path, std::vector<ConfigValue>,
               Other>
      data;
};

/// The value as TOML text on one line. Doubles are written with the fewest digits that read back to the
/// same bits; `inf` and `nan` are legal.
std::string to_toml(const ConfigValue& value);

/// The value in words for an error message: `the string "many"`, `0.5`, `an array`, `a table`.
std::string describe(const ConfigValue& value);

}  // namespace onedial
