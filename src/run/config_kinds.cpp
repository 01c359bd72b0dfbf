#include "onedial/run/config_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "onedial/core/nearest.hpp"

namespace onedial {
namespace {

template <class T>
const T& get_or_throw(const ConfigValue& value, const std::string& expected) {
  if (const T* held = std::get_if<T>(&value.data)) {
    return *held;
  }
  throw_mismatch(value, expected);
}

}  // namespace

void throw_mismatch(const ConfigValue& value, const std::string& expected) {
  throw std::invalid_argument(fmt::format("is {}; must be {}", describe(value), expected));
}

std::string AnyText::parse(const ConfigValue& value) {
  return get_or_throw<std::string>(value, expected());
}

std::string OneOf::expected() const {
  std::string text = choices.size() > 1 ? "one of " : "";
  for (const std::string& choice : choices) {
    if (&choice != &choices.front()) {
      text += ", ";
    }
    text += to_toml({choice});
  }
  return text;
}

std::string OneOf::parse(const ConfigValue& value) const {
  const auto& text = get_or_throw<std::string>(value, expected());
  if (std::find(choices.begin(), choices.end(), text) != choices.end()) {
    return text;
  }
  const auto meant = nearest(text, choices);
  throw_mismatch(value, expected() + (meant ? "; did you mean " + to_toml({*meant}) + "?" : ""));
}

std::string IntegerIn::expected() const {
  const bool bounded_below = min != std::numeric_limits<Value>::min();
  const bool bounded_above = max != std::numeric_limits<Value>::max();
  if (bounded_below && bounded_above) {
    return fmt::format("an integer from {} to {}", min, max);
  }
  if (bounded_below) {
    return fmt::format("an integer of at least {}", min);
  }
  if (bounded_above) {
    return fmt::format("an integer of at most {}", max);
  }
  return "an integer";
}

std::int64_t IntegerIn::parse(const ConfigValue& value) const {
  const auto number = get_or_throw<std::int64_t>(value, expected());
  if (number < min || number > max) {
    throw_mismatch(value, expected());
  }
  return number;
}

std::string RealIn::expected() const {
  std::string noun = allow_infinite ? "a number" : "a finite number";
  if (std::isfinite(min) && std::isfinite(max)) {
    return fmt::format("{} from {} to {}", noun, min, max);
  }
  if (std::isfinite(min)) {
    return fmt::format("{} of at least {}", noun, min);
  }
  if (std::isfinite(max)) {
    return fmt::format("{} of at most {}", noun, max);
  }
  return noun;
}

double RealIn::parse(const ConfigValue& value) const {
  const auto* integer = std::get_if<std::int64_t>(&value.data);
  const double number =
      integer != nullptr ? static_cast<double>(*integer) : get_or_throw<double>(value, expected());
  const bool legal = allow_infinite ? !std::isnan(number) : std::isfinite(number);
  if (!legal || number < min || number > max) {
    throw_mismatch(value, expected());
  }
  return number;
}

bool TrueOrFalse::parse(const ConfigValue& value) {
  return get_or_throw<bool>(value, expected());
}

std::vector<double> RealList::parse(const ConfigValue& value) const {
  std::vector<double> numbers;
  for (const ConfigValue& element : get_or_throw<std::vector<ConfigValue>>(value, expected())) {
    try {
      numbers.push_back(range.parse(element));
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(fmt::format("element {} {}", numbers.size() + 1, error.what()));
    }
  }
  return numbers;
}

ConfigValue RealList::store(const Value& value) {
  std::vector<ConfigValue> elements(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    elements[i].data = value[i];
  }
  return {elements};
}

std::filesystem::path FilePath::parse(const ConfigValue& value) {
  // A default is checked in its stored form, which is a path already.
  if (const auto* path = std::get_if<std::filesystem::path>(&value.data)) {
    return *path;
  }
  const auto& text = get_or_throw<std::string>(value, expected());
  if (text.empty()) {
    throw_mismatch(value, expected());
  }
  return text;
}

}  // namespace onedial
