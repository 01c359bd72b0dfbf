#include "json_document.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "onedial/core/error.hpp"

namespace onedial {

JsonDocument::JsonDocument(std::string path, std::string_view text, std::string_view what)
    : path_(std::move(path)) {
  try {
    json_ = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const auto read = static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
    const auto line = 1 + std::count(text.begin(), text.begin() + read, '\n');
    throw InputError(fmt::format("{}:{}: is not valid JSON; a {} is expected", path_, line, what));
  } catch (const Json::out_of_range&) {
    fail("holds a number beyond the range of a double");
  }
  if (!json_.is_object()) {
    fail(fmt::format("is JSON, but no object; a {} is expected", what));
  }
}

const JsonDocument::Json& JsonDocument::at(const char* key) const {
  const auto found = json_.find(key);
  if (found == json_.end()) {
    fail(fmt::format("has no \"{}\"", key));
  }
  return *found;
}

template <class Number>
std::vector<Number> JsonDocument::list(const char* key, std::size_t size) const {
  const Json& values = at(key);
  const auto fits = [](const Json& value) {
    return std::is_integral_v<Number> ? value.is_number_integer() : value.is_number();
  };
  if (!values.is_array() || !std::all_of(values.begin(), values.end(), fits)) {
    fail(fmt::format("\"{}\" must be a list of {}", key,
                     std::is_integral_v<Number> ? "whole numbers" : "numbers"));
  }
  if (values.size() != size) {
    fail(fmt::format("\"{}\" holds {} values; {} are expected", key, values.size(), size));
  }
  return values.template get<std::vector<Number>>();
}
template std::vector<double> JsonDocument::list(const char* key, std::size_t size) const;
template std::vector<std::int64_t> JsonDocument::list(const char* key, std::size_t size) const;

std::int64_t JsonDocument::count(const char* key, std::int64_t most) const {
  const Json& value = at(key);
  if (!value.is_number_integer() || value < 0 || value > most) {
    fail(fmt::format("\"{}\" must be a whole number from 0 to {}", key, most));
  }
  return value.get<std::int64_t>();
}

void JsonDocument::fail(std::string_view what) const {
  throw InputError(fmt::format("{}: {}", path_, what));
}

}  // namespace onedial
