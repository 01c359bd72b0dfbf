#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "onedial/core/temperature.hpp"

#include "onedial/softmax/logits_file.hpp"

namespace onedial::cli {

/// Logits on the command line: a list or a file, one of the two.
struct LogitsOptions {
  std::optional<std::string> list;
  std::optional<std::filesystem::path> file;

  void add_to(CLI::App& command);

  /// Throws InputError.
  [[nodiscard]] TokenLogits load() const;

  /// Where the logits came from, for titles; valid UTF-8.
  [[nodiscard]] std::string source() const;
};

/// The token's name, or its number where it has none.
std::string token_name(const TokenLogits& logits, std::size_t token);

/// `text` with everything that is not valid UTF-8 replaced: a file or a token may have any name.
std::string valid_utf8(const std::string& text);

/// "0.5" or "inf". Throws InputError that names `option` unless the word is a temperature.
Temperature parse_temperature(const std::string& option, const std::string& word);

}  // namespace onedial::cli
