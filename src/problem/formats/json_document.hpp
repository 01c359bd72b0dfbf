#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace onedial {

/// An object in JSON whose every complaint, an InputError, has the name of the file.
class JsonDocument {
 public:
  using Json = nlohmann::ordered_json;

  /// `what` is expected in the file, for the errors: "BinaryQuadraticModel".
  JsonDocument(std::string path, std::string_view text, std::string_view what);

  [[nodiscard]] const Json& at(const char* key) const;

  /// The value of a key that may be absent; null then.
  [[nodiscard]] Json value(const char* key) const { return json_.value(key, Json()); }

  /// A list of numbers, of whole ones for integers; `size` of them.
  template <class Number>
  [[nodiscard]] std::vector<Number> list(const char* key, std::size_t size) const;

  /// A whole number from 0 to `most`.
  [[nodiscard]] std::int64_t count(const char* key, std::int64_t most) const;

  [[noreturn]] void fail(std::string_view what) const;

 private:
  std::string path_;
  Json json_;
};

}  // namespace onedial
