#include <fmt/format.h>

#include <charconv>

#include "logits_bytes.hpp"
#include "onedial/core/error.hpp"

namespace onedial {
namespace {

constexpr std::string_view blanks = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// A CSV field may be quoted, with quotes inside it doubled.
std::string unquoted(std::string_view field) {
  if (field.size() < 2 || field.front() != '"' || field.back() != '"') {
    return std::string(field);
  }
  std::string text;
  field = field.substr(1, field.size() - 2);
  for (std::size_t i = 0; i < field.size(); ++i) {
    text += field[i];
    i += field[i] == '"' && i + 1 < field.size() && field[i + 1] == '"' ? 1 : 0;
  }
  return text;
}

struct Line {
  std::string_view token;
  std::string_view logit;
  bool has_token;
};

/// Tokens may hold commas, blanks and hashes, so that the last separator counts.
Line split(std::string_view line) {
  const std::size_t tab = line.rfind('\t');
  const std::size_t at = tab != std::string_view::npos ? tab : line.rfind(',');
  if (at == std::string_view::npos) {
    return {.token = {}, .logit = trimmed(line), .has_token = false};
  }
  return {.token = line.substr(0, at), .logit = trimmed(line.substr(at + 1)), .has_token = true};
}

}  // namespace

bool parse_logit(std::string_view word, double& logit) {
  if (word.size() > 1 && word[0] == '+' && word[1] != '-') {
    word.remove_prefix(1);
  }
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), logit);
  return error == std::errc() && end == word.data() + word.size();
}

TokenLogits read_text_logits(const std::string& path, std::string_view bytes) {
  TokenLogits result;
  bool first = true;
  for (std::int64_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view text = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (trimmed(text).empty()) {
      continue;
    }
    const Line line = split(text);
    double logit = 0;
    const bool is_number = parse_logit(line.logit, logit);
    if (!is_number && (text.starts_with("# ") || first)) {
      first = first && text.starts_with("# ");
      continue;
    }
    if (!is_number) {
      throw InputError(fmt::format("{}:{}: '{}' is not a number that a double can hold", path, number,
                                   line.logit.substr(0, 40)));
    }
    if (!result.logits.empty() && line.has_token != !result.tokens.empty()) {
      throw InputError(fmt::format("{}:{}: {} a token, unlike the lines before", path, number,
                                   line.has_token ? "has" : "lacks"));
    }
    first = false;
    result.logits.push_back(logit);
    if (line.has_token) {
      result.tokens.push_back(unquoted(line.token));
    }
  }
  return result;
}

}  // namespace onedial
