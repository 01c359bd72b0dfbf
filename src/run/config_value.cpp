#include "onedial/run/config_value.hpp"

#include <fmt/format.h>

#include <cmath>

namespace onedial {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (code < 0x20 || code == 0x7f) {
      result += fmt::format("\\u{:04X}", code);
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string real_text(double value) {
  if (std::isnan(value)) {
    return "nan";
  }
  std::string text = fmt::format("{}", value);
  // "4" would read back as an integer.
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) {
    text += ".0";
  }
  return text;
}

struct ToToml {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return real_text(value); }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const std::filesystem::path& value) const { return quoted(value.string()); }
  std::string operator()(const ConfigValue::Other& value) const { return value.type; }
  std::string operator()(const std::vector<ConfigValue>& values) const {
    std::string text = "[";
    for (const ConfigValue& value : values) {
      if (text.size() > 1) {
        text += ", ";
      }
      text += to_toml(value);
    }
    return text + "]";
  }
};

}  // namespace

std::string to_toml(const ConfigValue& value) {
  return std::visit(ToToml{}, value.data);
}

std::string describe(const ConfigValue& value) {
  constexpr std::size_t longest_quote = 60;
  if (const auto* text = std::get_if<std::string>(&value.data)) {
    if (text->size() > longest_quote) {
      return fmt::format("a string of {} bytes", text->size());
    }
    return "the string " + quoted(*text);
  }
  if (std::holds_alternative<std::vector<ConfigValue>>(value.data)) {
    return "an array";
  }
  return to_toml(value);
}

}  // namespace onedial
