#include "onedial/viewer/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace onedial::viewer {
namespace {

[[noreturn]] void refuse(const Setting& setting, std::string_view value, const std::string& expected) {
  throw std::invalid_argument(fmt::format("{} ('{}') must be {}", setting.key, value, expected));
}

double parse(const Setting& setting, const NumberSetting& number, std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  const bool fits = is_number && value >= number.least && value <= number.most &&
                    (!number.is_whole || value == std::round(value));
  if (!fits) {
    refuse(
        setting, text,
        fmt::format("a {}number from {} to {}", number.is_whole ? "whole " : "", number.least, number.most));
  }
  return value;
}

template <class Kind>
const Kind& kind_of(const Setting& setting) {
  const auto* kind = std::get_if<Kind>(&setting.kind);
  if (kind == nullptr) {
    throw std::logic_error("setting '" + setting.key + "' is of another kind");
  }
  return *kind;
}

/// Takes a value from text, by kind.
struct Assign {
  Setting& setting;
  std::string_view text;

  void operator()(NumberSetting& number) const { number.value = parse(setting, number, text); }
  void operator()(ChoiceSetting& choice) const {
    if (std::find(choice.options.begin(), choice.options.end(), text) == choice.options.end()) {
      refuse(setting, text, fmt::format("one of {}", fmt::join(choice.options, ", ")));
    }
    choice.value = text;
  }
  void operator()(ToggleSetting& toggle) const {
    if (text != "on" && text != "off") {
      refuse(setting, text, "on or off");
    }
    toggle.value = text == "on";
  }
  void operator()(TextSetting& words) const { words.value = text; }
  void operator()(ButtonSetting& /*button*/) const {}
};

struct Print {
  std::string operator()(const NumberSetting& number) const { return fmt::format("{}", number.value); }
  std::string operator()(const ChoiceSetting& choice) const { return choice.value; }
  std::string operator()(const ToggleSetting& toggle) const { return toggle.value ? "on" : "off"; }
  std::string operator()(const TextSetting& words) const { return words.value; }
  std::string operator()(const ButtonSetting& /*button*/) const { return {}; }
};

}  // namespace

void Settings::set(std::string_view key, std::string_view value) {
  const auto found =
      std::find_if(settings_.begin(), settings_.end(), [&](const Setting& s) { return s.key == key; });
  if (found == settings_.end()) {
    std::vector<std::string_view> keys;
    for (const Setting& setting : settings_) {
      keys.emplace_back(setting.key);
    }
    throw std::invalid_argument(
        keys.empty() ? fmt::format("there is no setting '{}': this scene has none", key)
                     : fmt::format("there is no setting '{}'; there are {}", key, fmt::join(keys, ", ")));
  }
  std::visit(Assign{*found, value}, found->kind);
}

const Setting& Settings::find(std::string_view key) const {
  const auto found =
      std::find_if(settings_.begin(), settings_.end(), [&](const Setting& s) { return s.key == key; });
  if (found == settings_.end()) {
    throw std::logic_error(fmt::format("there is no setting '{}'", key));
  }
  return *found;
}

double Settings::number(std::string_view key) const {
  return kind_of<NumberSetting>(find(key)).value;
}

const std::string& Settings::choice(std::string_view key) const {
  return kind_of<ChoiceSetting>(find(key)).value;
}

bool Settings::is_on(std::string_view key) const {
  return kind_of<ToggleSetting>(find(key)).value;
}

const std::string& Settings::text(std::string_view key) const {
  return kind_of<TextSetting>(find(key)).value;
}

std::string value_text(const Setting& setting) {
  return std::visit(Print{}, setting.kind);
}

}  // namespace onedial::viewer
