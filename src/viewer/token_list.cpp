#include "token_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace onedial::viewer {
namespace {

constexpr const char* example = "mat=3.2, sofa=2.5";

std::string_view trimmed(std::string_view text) {
  constexpr const char* spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

void add_item(TokenList& list, std::string_view item) {
  const auto equals = item.rfind('=');
  const std::string_view token = trimmed(item.substr(0, equals));
  if (equals == std::string_view::npos || token.empty()) {
    throw std::invalid_argument(fmt::format("logits: '{}' must be token=number, as in {}", item, example));
  }
  const std::string_view number = trimmed(item.substr(equals + 1));
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  const bool is_number = error == std::errc{} && end == number.data() + number.size();
  if (!is_number || !(value >= -largest_logit && value <= largest_logit)) {
    throw std::invalid_argument(fmt::format("logits: the logit of '{}' ('{}') must be a number from {} to {}",
                                            token, number, -largest_logit, largest_logit));
  }
  if (std::find(list.tokens.begin(), list.tokens.end(), token) != list.tokens.end()) {
    throw std::invalid_argument(fmt::format("logits: '{}' is there twice; each token must be once", token));
  }
  list.tokens.emplace_back(token);
  list.logits.push_back(value);
}

}  // namespace

std::size_t TokenList::largest() const {
  return static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

TokenList parse_tokens(std::string_view text) {
  TokenList list;
  while (true) {
    const auto comma = text.find(',');
    const std::string_view item = trimmed(text.substr(0, comma));
    if (!item.empty()) {
      add_item(list, item);
    }
    if (comma == std::string_view::npos) {
      break;
    }
    text.remove_prefix(comma + 1);
  }
  if (list.size() < 2 || list.size() > most_tokens) {
    throw std::invalid_argument(fmt::format("logits: there are {} tokens; expected 2 to {}, as in {}",
                                            list.size(), most_tokens, example));
  }
  return list;
}

std::string to_text(const TokenList& list) {
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    text += fmt::format("{}{}={}", i == 0 ? "" : ", ", list.tokens[i], list.logits[i]);
  }
  return text;
}

const std::vector<TokenPreset>& token_presets() {
  static const std::vector<TokenPreset> presets = {
      {"the cat sat on the",
       "mat=6.2, floor=4.9, sofa=4.6, rug=4.1, bed=3.6, chair=3.3, roof=2.8, fence=2.2, table=1.6, "
       "keyboard=0.9, moon=-0.4, equation=-2.5"},
      {"the capital of France is",
       "Paris=12, the=6.5, a=5.6, Lyon=5.1, located=4.8, not=4, London=3.2, cheese=-1"},
      {"my favourite colour is",
       "blue=3.1, green=3, red=2.9, purple=2.8, yellow=2.5, black=2.5, orange=2.2, pink=2.2, white=1.9, "
       "grey=1.6"},
      {"heads or tails", "heads=1, tails=1, edge=-6"},
      {"yes or no", "yes=2, no=0"}};
  return presets;
}

std::vector<std::string> token_preset_names() {
  std::vector<std::string> names;
  for (const TokenPreset& preset : token_presets()) {
    names.push_back(preset.name);
  }
  names.emplace_back("own");
  return names;
}

const std::string* token_preset_text(std::string_view name) {
  for (const TokenPreset& preset : token_presets()) {
    if (preset.name == name) {
      return &preset.text;
    }
  }
  return nullptr;
}

}  // namespace onedial::viewer
