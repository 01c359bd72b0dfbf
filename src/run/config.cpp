#include "onedial/run/config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "config_document.hpp"
#include "onedial/core/nearest.hpp"

namespace onedial {

Config Config::load(const std::filesystem::path& path, const std::vector<ConfigOverride>& overrides) {
  Config config;
  config.path_ = path;
  config.document_ = read_config_document(path);
  for (const ConfigOverride& given : overrides) {
    config.lay_over(given);
  }
  return config;
}

void Config::lay_over(const ConfigOverride& given) {
  document_.settings.push_back(parse_override(given));
}

const ConfigSetting* Config::find(std::string_view section, std::string_view key) const {
  const auto& settings = document_.settings;
  const auto last = std::find_if(settings.rbegin(), settings.rend(), [&](const ConfigSetting& setting) {
    return setting.section == section && setting.key == key;
  });
  return last == settings.rend() ? nullptr : &*last;
}

std::filesystem::path Config::resolve(const std::filesystem::path& written,
                                      const ConfigSetting& setting) const {
  const bool from_file = setting.line > 0;
  return (from_file ? path_.parent_path() / written : written).lexically_normal();
}

void Config::record(const ConfigKey& key, std::optional<ConfigValue> value, const std::string& expected) {
  const ConfigSetting* setting = find(key.section, key.name);
  std::string origin = "default";
  if (setting != nullptr) {
    origin = setting->line > 0 ? fmt::format("{}:{}", setting->origin, setting->line) : setting->origin;
  }
  Record entry{std::string(key.section), std::string(key.name), std::move(value), expected, origin,
               std::string(key.doc)};

  const auto same_key = std::find_if(records_.begin(), records_.end(), [&](const Record& other) {
    return other.section == entry.section && other.key == entry.key;
  });
  if (same_key != records_.end()) {
    *same_key = std::move(entry);
    return;
  }
  // Sections stay together, in the order in which they were first read.
  const auto same_section = std::find_if(records_.rbegin(), records_.rend(),
                                         [&](const Record& other) { return other.section == entry.section; });
  const auto place = same_section == records_.rend() ? records_.end() : same_section.base();
  records_.insert(place, std::move(entry));
}

ConfigError Config::error_at(std::string_view section, std::string_view key, const std::string& what) const {
  const ConfigSetting* setting = find(section, key);
  const std::string origin = setting != nullptr ? setting->origin : path_.string();
  return {origin, setting != nullptr ? setting->line : 0, std::string(section), std::string(key), what};
}

void Config::throw_missing(const ConfigKey& key, const std::string& expected) const {
  for (const ConfigDocument::Section& section : document_.sections) {
    if (section.name != key.section && nearest(section.name, {std::string(key.section)}) &&
        !is_known(section.name)) {
      throw ConfigError(path_.string(), section.line, section.name, "",
                        fmt::format("unknown section; did you mean [{}]?", key.section));
    }
  }
  for (const ConfigSetting& setting : document_.settings) {
    if (setting.section == key.section && nearest(setting.key, {std::string(key.name)}) &&
        !was_read(setting.section, setting.key)) {
      throw ConfigError(setting.origin, setting.line, setting.section, setting.key,
                        fmt::format("unknown key; did you mean {}?", key.name));
    }
  }
  throw error_at(key.section, key.name, "is missing; must be " + expected);
}

bool Config::is_known(std::string_view section) const {
  return std::any_of(records_.begin(), records_.end(),
                     [&](const Record& entry) { return entry.section == section; });
}

bool Config::was_read(std::string_view section, std::string_view key) const {
  return std::any_of(records_.begin(), records_.end(),
                     [&](const Record& entry) { return entry.section == section && entry.key == key; });
}

std::vector<std::string> Config::known_sections() const {
  std::vector<std::string> names;
  for (const Record& entry : records_) {
    if (names.empty() || names.back() != entry.section) {
      names.push_back(entry.section);
    }
  }
  return names;
}

std::string Config::unknown_section_text(const std::string& section) const {
  const std::vector<std::string> known = known_sections();
  if (const auto meant = nearest(section, known)) {
    return fmt::format("unknown section; did you mean [{}]?", *meant);
  }
  return fmt::format("unknown section; must be one of [{}]", fmt::join(known, "], ["));
}

std::string Config::unknown_key_text(const ConfigSetting& setting) const {
  const std::string subject =
      setting.section.empty() ? "stands outside every section" : std::string("unknown key");
  std::vector<std::string> same_section;
  std::vector<std::string> elsewhere;
  for (const Record& entry : records_) {
    if (entry.section == setting.section) {
      same_section.push_back(entry.key);
    }
    if (entry.section != setting.section) {
      elsewhere.push_back(entry.key);
    }
    if (entry.key == setting.key) {
      return fmt::format("{}; did you mean [{}] {}?", subject, entry.section, entry.key);
    }
  }
  if (const auto meant = nearest(setting.key, same_section)) {
    return fmt::format("{}; did you mean {}?", subject, *meant);
  }
  if (const auto meant = nearest(setting.key, elsewhere)) {
    const auto entry = std::find_if(records_.begin(), records_.end(),
                                    [&](const Record& other) { return other.key == *meant; });
    return fmt::format("{}; did you mean [{}] {}?", subject, entry->section, entry->key);
  }
  if (same_section.empty()) {
    return fmt::format("{}; must stand below a [section]", subject);
  }
  return fmt::format("{}; [{}] has {}", subject, setting.section, fmt::join(same_section, ", "));
}

bool Config::has_section(std::string_view section) const {
  return std::any_of(document_.sections.begin(), document_.sections.end(),
                     [&](const auto& one) { return one.name == section; }) ||
         std::any_of(document_.settings.begin(), document_.settings.end(),
                     [&](const auto& one) { return one.section == section; });
}

Config::Source Config::source(std::string_view section, std::string_view key) const {
  const ConfigSetting* setting = find(section, key);
  return setting == nullptr ? Source::nowhere : setting->line > 0 ? Source::file : Source::command_line;
}

void Config::forget(std::string_view section, std::string_view key) {
  std::erase_if(document_.settings,
                [&](const ConfigSetting& one) { return one.section == section && one.key == key; });
}

void Config::forget(std::string_view section) {
  std::erase_if(document_.settings, [&](const ConfigSetting& one) { return one.section == section; });
}

void Config::finish() const {
  for (const ConfigDocument::Section& section : document_.sections) {
    if (!is_known(section.name)) {
      throw ConfigError(path_.string(), section.line, section.name, "", unknown_section_text(section.name));
    }
  }
  for (const ConfigSetting& setting : document_.settings) {
    if (was_read(setting.section, setting.key)) {
      continue;
    }
    std::string what;
    if (!setting.section.empty() && !is_known(setting.section)) {
      what = unknown_section_text(setting.section);
    } else if (setting.section.empty() && is_known(setting.key)) {
      what = fmt::format("is {}; must be a section, [{}]", describe(setting.value), setting.key);
    } else {
      what = unknown_key_text(setting);
    }
    throw ConfigError(setting.origin, setting.line, setting.section, setting.key, what);
  }
}

}  // namespace onedial
