#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "logits_bytes.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

using Json = nlohmann::ordered_json;

double logit_of(const std::string& path, const Json& value, std::size_t index) {
  double logit = 0;
  if (value.is_number()) {
    return value.get<double>();
  }
  if (value.is_string() && parse_logit(value.get<std::string>(), logit)) {
    return logit;  // JSON has no number for −∞
  }
  throw InputError(fmt::format("{}: logit {} is {}; a number is expected", path, index,
                               value.dump(-1, ' ', true, Json::error_handler_t::replace).substr(0, 40)));
}

std::vector<double> logits_of(const std::string& path, const Json& list) {
  std::vector<double> logits;
  for (const Json& value : list) {
    logits.push_back(logit_of(path, value, logits.size()));
  }
  return logits;
}

}  // namespace

TokenLogits read_json_logits(const std::string& path, std::string_view bytes) {
  Json json;
  std::set<std::string> keys;
  std::optional<std::string> twice;
  const auto note_keys = [&](int depth, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::key && depth == 1 && !keys.insert(parsed.get<std::string>()).second) {
      twice = parsed.get<std::string>();
    }
    return true;
  };
  try {
    json = Json::parse(bytes, note_keys);
  } catch (const Json::exception&) {
    throw InputError(
        fmt::format("{}: is not valid JSON, or holds a number beyond the range of a double", path));
  }
  if (twice) {
    throw InputError(fmt::format(
        "{}: \"{}\" is there twice; tokens of equal text need the form {{\"tokens\": [], \"logits\": []}}",
        path, *twice));
  }
  if (json.is_array()) {
    return {.logits = logits_of(path, json)};
  }
  const auto logits = json.find("logits");
  if (logits == json.end() || !logits->is_array()) {
    TokenLogits result;
    for (const auto& [token, value] : json.items()) {
      result.tokens.push_back(token);
      result.logits.push_back(logit_of(path, value, result.logits.size()));
    }
    return result;
  }
  TokenLogits result{.logits = logits_of(path, *logits)};
  if (const auto tokens = json.find("tokens"); tokens != json.end()) {
    if (!tokens->is_array() || tokens->size() != logits->size() ||
        !std::all_of(tokens->begin(), tokens->end(), [](const Json& token) { return token.is_string(); })) {
      throw InputError(
          fmt::format("{}: \"tokens\" must be a list of as many strings as there are logits", path));
    }
    result.tokens = tokens->get<std::vector<std::string>>();
  }
  return result;
}

}  // namespace onedial
