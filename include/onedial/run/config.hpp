#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "onedial/run/config_kinds.hpp"
#include "onedial/run/config_value.hpp"
#include "onedial/run/error.hpp"

namespace onedial {

/// A value given on the command line. `assignment` reads `section.key=value`: the value is TOML, or else a
/// bare string. `origin` is the option it came from.
struct ConfigOverride {
  std::string assignment;
  std::string origin = "--set";
};

/// Which key is read, and the line that documents it.
struct ConfigKey {
  std::string_view section;
  std::string_view name;
  std::string_view doc;
};

/// One `key = value`, and where it stands: `origin` is the config's path, or the option of an override,
/// whose line is 0.
struct ConfigSetting {
  std::string section;
  std::string key;
  ConfigValue value;
  std::string origin;
  int line = 0;
};

/// A config as written: its settings, and the lines of its section headers.
struct ConfigDocument {
  struct Section {
    std::string name;
    int line = 0;
  };
  std::vector<ConfigSetting> settings;
  std::vector<Section> sections;
};

/// A config whose keys document themselves: reading a key states its kind, its default and its meaning, and
/// what was read can be printed as an explanation or as a config that gives the same values again.
class Config {
 public:
  /// Marks a key that must be given.
  struct Required {};
  /// Marks a key that may be absent and has no default.
  struct Optional {};
  static constexpr Required required{};
  static constexpr Optional optional{};

  /// Parses the TOML file at `path`; the overrides take precedence, the later over the earlier. Throws
  /// ConfigError where the file is no valid TOML or nests tables, and InputError where it cannot be read or
  /// an override is malformed.
  static Config load(const std::filesystem::path& path, const std::vector<ConfigOverride>& overrides = {});

  /// The key's value, or `fallback` where it is not given. Throws ConfigError where the value does not fit
  /// the kind (see config_kinds.hpp), and std::invalid_argument where the fallback does not.
  template <class Kind>
  typename Kind::Value read(const ConfigKey& key, const Kind& kind,
                            const std::type_identity_t<typename Kind::Value>& fallback) {
    if (auto given = read_if_given(key, kind)) {
      return *given;
    }
    kind.parse(kind.store(fallback));
    record(key, kind.store(fallback), kind.expected());
    return fallback;
  }

  /// The key's value. Throws ConfigError where it is not given or does not fit the kind.
  template <class Kind>
  typename Kind::Value read(const ConfigKey& key, const Kind& kind, Required /*tag*/) {
    if (auto given = read_if_given(key, kind)) {
      return *given;
    }
    throw_missing(key, kind.expected());
  }

  /// The key's value, or nullopt where it is not given. Throws ConfigError where it does not fit the kind.
  template <class Kind>
  std::optional<typename Kind::Value> read(const ConfigKey& key, const Kind& kind, Optional /*tag*/) {
    auto given = read_if_given(key, kind);
    if (!given) {
      record(key, std::nullopt, kind.expected());
    }
    return given;
  }

  /// Whether the config has anything under that name, read or not.
  bool has_section(std::string_view section) const;

  /// Where a key stands, whether it is read or not.
  enum class Source { nowhere, file, command_line };
  Source source(std::string_view section, std::string_view key) const;

  /// Forgets what was given for a key, since another has taken its place.
  void forget(std::string_view section, std::string_view key);

  /// Forgets all that was given in a section.
  void forget(std::string_view section);

  /// As if this had been given last on the command line. Throws InputError where it is malformed.
  void lay_over(const ConfigOverride& given);

  /// To be called when every key has been read. Throws ConfigError at the first setting or section that
  /// was given but never read, with what was probably meant.
  void finish() const;

  /// An error at a key, for a rule that spans several keys: it carries the line in force, the override's
  /// origin, or no line where the key is not given.
  ConfigError error_at(std::string_view section, std::string_view key, const std::string& what) const;

  /// A config file with every key that was read at its value, under its documentation; `# default` marks
  /// what was not given, and absent optional keys are commented out. Paths are made absolute, so that the
  /// file gives the same run from wherever it is kept.
  std::string effective_toml() const;

  /// A table with a line a key: `section.key = value`, where it came from, and what it means.
  std::string explain() const;

  /// The same as JSON: {"config", "keys": [{"section", "key", "value", "origin", "default", "doc"}]}. An
  /// absent optional key is null; ±∞ is its TOML text, since JSON has no number for it.
  nlohmann::json explain_json() const;

 private:
  struct Record {
    std::string section;
    std::string key;
    std::optional<ConfigValue> value;
    std::string expected;
    std::string origin;
    std::string doc;
  };

  template <class Kind>
  std::optional<typename Kind::Value> read_if_given(const ConfigKey& key, const Kind& kind) {
    const ConfigSetting* setting = find(key.section, key.name);
    if (setting == nullptr) {
      return std::nullopt;
    }
    try {
      typename Kind::Value value = kind.parse(setting->value);
      if constexpr (std::is_same_v<Kind, FilePath>) {
        value = resolve(value, *setting);
      }
      record(key, kind.store(value), kind.expected());
      return value;
    } catch (const std::invalid_argument& error) {
      throw error_at(key.section, key.name, error.what());
    }
  }

  /// A path of the config file is relative to its directory, one of the command line to the current one.
  std::filesystem::path resolve(const std::filesystem::path& written, const ConfigSetting& setting) const;

  /// Throws ConfigError at a setting or section that looks like a misspelling of what is missing, or else
  /// at the missing key.
  [[noreturn]] void throw_missing(const ConfigKey& key, const std::string& expected) const;

  const ConfigSetting* find(std::string_view section, std::string_view key) const;
  void record(const ConfigKey& key, std::optional<ConfigValue> value, const std::string& expected);
  bool is_known(std::string_view section) const;
  bool was_read(std::string_view section, std::string_view key) const;
  std::vector<std::string> known_sections() const;
  std::string unknown_section_text(const std::string& section) const;
  std::string unknown_key_text(const ConfigSetting& setting) const;

  std::filesystem::path path_;
  ConfigDocument document_;
  std::vector<Record> records_;
};

}  // namespace onedial
