#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "onedial/run/config.hpp"

namespace onedial::cli {

/// A config on the command line, with the options that change it.
struct ConfigOptions {
  std::filesystem::path path;
  std::vector<std::string> settings;
  std::optional<std::string> seed;
  std::optional<std::string> threads;

  void add_to(CLI::App& command, bool is_required = true);

  /// The options alone, of a command that takes its configs by itself.
  void add_overrides_to(CLI::App& command);

  /// The config with --set, --seed and --threads laid over it.
  [[nodiscard]] Config load() const;
};

/// Whether standard output may carry colours and characters beyond ASCII: a UTF-8 terminal without NO_COLOR.
bool stdout_is_rich();

/// The same for standard error.
bool stderr_is_rich();

}  // namespace onedial::cli
