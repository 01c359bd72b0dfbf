#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "onedial/run/config_value.hpp"

namespace onedial {

// What a key may hold. Each kind has a `Value`, the C++ type that a reader gets; `expected`, which
// completes "must be …"; `parse`, which throws std::invalid_argument with "is …; must be …" where the
// value does not fit; and `store`, the inverse of `parse`.

/// Throws std::invalid_argument: "is …; must be …".
[[noreturn]] void throw_mismatch(const ConfigValue& value, const std::string& expected);

/// Any string.
struct AnyText {
  using Value = std::string;
  static std::string expected() { return "a string"; }
  static Value parse(const ConfigValue& value);
  static ConfigValue store(const Value& value) { return {value}; }
};

/// One string out of a list.
struct OneOf {
  using Value = std::string;
  std::vector<std::string> choices;

  std::string expected() const;
  Value parse(const ConfigValue& value) const;
  static ConfigValue store(const Value& value) { return {value}; }
};

/// An integer in [min, max]. TOML's integers end at 2^63 − 1, and so does the default range.
struct IntegerIn {
  using Value = std::int64_t;
  Value min = std::numeric_limits<Value>::min();
  Value max = std::numeric_limits<Value>::max();

  std::string expected() const;
  Value parse(const ConfigValue& value) const;
  static ConfigValue store(Value value) { return {value}; }
};

/// A number in [min, max]; integers are taken too. NaN never fits, and ±∞ only if `allow_infinite`.
struct RealIn {
  using Value = double;
  Value min = -std::numeric_limits<Value>::infinity();
  Value max = std::numeric_limits<Value>::infinity();
  bool allow_infinite = false;

  std::string expected() const;
  Value parse(const ConfigValue& value) const;
  static ConfigValue store(Value value) { return {value}; }
};

/// A boolean.
struct TrueOrFalse {
  using Value = bool;
  static std::string expected() { return "true or false"; }
  static Value parse(const ConfigValue& value);
  static ConfigValue store(Value value) { return {value}; }
};

/// The string "auto", which is read as nullopt, or what `Number` (IntegerIn or RealIn) takes.
template <class Number>
struct AutoOr {
  using Value = std::optional<typename Number::Value>;
  Number range = {};

  std::string expected() const { return "\"auto\" or " + range.expected(); }
  Value parse(const ConfigValue& value) const {
    const auto* text = std::get_if<std::string>(&value.data);
    if (text != nullptr && *text == "auto") {
      return std::nullopt;
    }
    try {
      return range.parse(value);
    } catch (const std::invalid_argument&) {
      throw_mismatch(value, expected());
    }
  }
  static ConfigValue store(const Value& value) {
    return value ? Number::store(*value) : ConfigValue{std::string("auto")};
  }
};
using AutoOrReal = AutoOr<RealIn>;
using AutoOrInteger = AutoOr<IntegerIn>;

/// An array of numbers, each in `range`.
struct RealList {
  using Value = std::vector<double>;
  RealIn range = {};

  std::string expected() const { return "an array, each element " + range.expected(); }
  Value parse(const ConfigValue& value) const;
  static ConfigValue store(const Value& value);
};

/// The path of a file, not empty. Whether the file is there is for its reader to say.
struct FilePath {
  using Value = std::filesystem::path;
  static std::string expected() { return "the path of a file"; }
  static Value parse(const ConfigValue& value);
  static ConfigValue store(const Value& value) { return {value}; }
};

}  // namespace onedial
