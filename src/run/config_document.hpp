#pragma once

#include <filesystem>

#include "onedial/run/config.hpp"

namespace onedial {

/// The settings of a TOML file, by line. Throws ConfigError where the file cannot be read, is not a text
/// file, holds no settings, is larger than 16 MiB or is not valid TOML.
ConfigDocument read_config_document(const std::filesystem::path& path);

/// The setting that a command-line override stands for. Throws InputError, quoting the override, where it
/// is not `section.key=value`.
ConfigSetting parse_override(const ConfigOverride& given);

}  // namespace onedial
