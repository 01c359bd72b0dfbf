#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "onedial/run/config.hpp"

namespace onedial {
namespace {

constexpr const char* default_origin = "default";

nlohmann::json to_json(const ConfigValue& value) {
  return std::visit(
      [&](const auto& held) -> nlohmann::json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::vector<ConfigValue>>) {
          auto elements = nlohmann::json::array();
          for (const ConfigValue& element : held) {
            elements.push_back(to_json(element));
          }
          return elements;
        } else if constexpr (std::is_same_v<Held, double>) {
          return std::isfinite(held) ? nlohmann::json(held) : nlohmann::json(to_toml(value));
        } else if constexpr (std::is_same_v<Held, std::filesystem::path>) {
          return held.string();
        } else if constexpr (std::is_same_v<Held, ConfigValue::Other>) {
          return held.type;
        } else {
          return held;
        }
      },
      value.data);
}

std::string absolute_toml(const ConfigValue& value) {
  if (const auto* path = std::get_if<std::filesystem::path>(&value.data)) {
    return to_toml({std::filesystem::absolute(*path)});
  }
  return to_toml(value);
}

}  // namespace

std::string Config::effective_toml() const {
  std::string text = "# Every key at the value that was in force.\n";
  std::string section;
  for (const Record& entry : records_) {
    if (entry.section != section) {
      text += fmt::format("\n[{}]\n", entry.section);
    }
    section = entry.section;
    text += fmt::format("# {}\n", entry.doc);
    if (entry.value) {
      const char* mark = entry.origin == default_origin ? "  # default" : "";
      text += fmt::format("{} = {}{}\n", entry.key, absolute_toml(*entry.value), mark);
    } else {
      text += fmt::format("# {} =   # not set; {}\n", entry.key, entry.expected);
    }
  }
  return text;
}

std::string Config::explain() const {
  std::vector<std::array<std::string, 4>> rows;
  std::array<std::size_t, 3> widths{};
  for (const Record& entry : records_) {
    rows.push_back({fmt::format("{}.{}", entry.section, entry.key),
                    entry.value ? to_toml(*entry.value) : "(not set)", entry.origin, entry.doc});
    for (std::size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], rows.back()[i].size());
    }
  }
  std::string text;
  for (const auto& [name, value, origin, doc] : rows) {
    text += fmt::format("{:<{}} = {:<{}}  {:<{}}  {}\n", name, widths[0], value, widths[1], origin, widths[2],
                        doc);
  }
  return text;
}

nlohmann::json Config::explain_json() const {
  auto keys = nlohmann::json::array();
  for (const Record& entry : records_) {
    keys.push_back({{"section", entry.section},
                    {"key", entry.key},
                    {"value", entry.value ? to_json(*entry.value) : nlohmann::json()},
                    {"origin", entry.origin},
                    {"default", entry.origin == default_origin},
                    {"doc", entry.doc}});
  }
  return {{"config", path_.string()}, {"keys", keys}};
}

}  // namespace onedial
