#include "config_document.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

constexpr std::size_t largest_config = std::size_t{16} << 20;

ConfigError file_error(const std::filesystem::path& path, const std::string& what, int line = 0) {
  return {path.string(), line, "", "", what};
}

std::string describe_parse_error(const toml::parse_error& error) {
  std::string text(error.description());
  // toml++ says only that it does not fit, not what would.
  if (text.find("representable") != std::string::npos) {
    text += "; the largest integer is 9223372036854775807 (2^63 - 1)";
  }
  return text;
}

ConfigValue to_value(const toml::node& node) {
  if (const auto* text = node.as_string()) {
    return {text->get()};
  }
  if (const auto* integer = node.as_integer()) {
    return {integer->get()};
  }
  if (const auto* real = node.as_floating_point()) {
    return {real->get()};
  }
  if (const auto* boolean = node.as_boolean()) {
    return {boolean->get()};
  }
  if (const auto* array = node.as_array()) {
    std::vector<ConfigValue> elements;
    for (const toml::node& element : *array) {
      elements.push_back(to_value(element));
    }
    return {elements};
  }
  return {ConfigValue::Other{node.is_table() ? "a table" : "a date or time"}};
}

void add_settings(const toml::table& table, const std::string& section, const std::string& origin,
                  ConfigDocument& document) {
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const auto line = static_cast<int>(key.source().begin.line);
    if (const auto* inner = node.as_table(); inner != nullptr && section.empty()) {
      document.sections.push_back({name, line});
      add_settings(*inner, name, origin, document);
    } else {
      document.settings.push_back({section, name, to_value(node), origin, line});
    }
  }
}

bool is_bare_key(const std::string& text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !text.empty() && text.find_first_not_of(letters) == std::string::npos;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) {
    return "";
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The value of `text` as TOML. Throws toml::parse_error.
ConfigValue parse_value(const std::string& text) {
  const toml::table table = toml::parse(std::string_view("value = " + text));
  // A line break in the text could have begun another setting.
  if (table.size() != 1) {
    return {text};
  }
  return to_value(*table.get("value"));
}

}  // namespace

ConfigDocument read_config_document(const std::filesystem::path& path) {
  const std::string text = read_text_file(path, "a config in TOML", largest_config);
  ConfigDocument document;
  try {
    add_settings(toml::parse(std::string_view(text)), "", path.string(), document);
  } catch (const toml::parse_error& error) {
    throw file_error(path, "is not valid TOML: " + describe_parse_error(error),
                     static_cast<int>(error.source().begin.line));
  }
  if (document.settings.empty() && document.sections.empty()) {
    throw file_error(path, "is empty; must be a config in TOML");
  }
  const auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };
  std::stable_sort(document.settings.begin(), document.settings.end(), by_line);
  std::stable_sort(document.sections.begin(), document.sections.end(), by_line);
  return document;
}

ConfigSetting parse_override(const ConfigOverride& given) {
  const auto malformed = [&](const std::string& what) {
    return InputError(fmt::format("{} {}: {}", given.origin, to_toml({given.assignment}), what));
  };
  const auto equals = given.assignment.find('=');
  const auto dot = given.assignment.find('.');
  if (equals == std::string::npos || dot > equals) {
    throw malformed("must be section.key=value");
  }
  const std::string section = trimmed(given.assignment.substr(0, dot));
  const std::string key = trimmed(given.assignment.substr(dot + 1, equals - dot - 1));
  const std::string text = trimmed(given.assignment.substr(equals + 1));
  if (!is_bare_key(section) || !is_bare_key(key) || text.empty()) {
    throw malformed("must be section.key=value");
  }
  try {
    return {section, key, parse_value(text), given.origin};
  } catch (const toml::parse_error& error) {
    // What opens a quote or a bracket was meant as TOML, and so was a number that is too large.
    const bool meant_as_toml = std::string_view("\"'[{").find(text.front()) != std::string_view::npos ||
                               error.description().find("representable") != std::string_view::npos;
    if (meant_as_toml) {
      throw malformed("is not valid TOML: " + describe_parse_error(error));
    }
  }
  try {
    return {section, key, parse_value(to_toml({text})), given.origin};
  } catch (const toml::parse_error&) {
    throw malformed("is not valid UTF-8");
  }
}

}  // namespace onedial
