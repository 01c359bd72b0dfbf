#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

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

/// The fields of a line: between tabs if it has any, since tokens may hold commas, otherwise between the
/// commas that are not quoted.
std::vector<std::string_view> fields_of(std::string_view line) {
  const bool tabs = line.find('\t') != std::string_view::npos;
  std::vector<std::string_view> fields;
  std::size_t first = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    quoted = !tabs && line[i] == '"' ? !quoted : quoted;
    if (!quoted && line[i] == (tabs ? '\t' : ',')) {
      fields.push_back(line.substr(first, i - first));
      first = i + 1;
    }
  }
  fields.push_back(line.substr(first));
  return fields;
}

/// Which of how many fields holds the logit, and which the token.
struct Columns {
  std::size_t count;
  std::size_t logit;
  std::optional<std::size_t> token;
};

/// One column of logits, or tokens and their logits.
Columns plain_columns(std::size_t count) {
  return {
      .count = count, .logit = count - 1, .token = count == 2 ? std::optional<std::size_t>(0) : std::nullopt};
}

/// A header may have more columns, if one is called "logit"; the tokens are then those under "token", or the
/// first that is not the logit.
std::optional<Columns> named_columns(const std::vector<std::string_view>& names) {
  const auto find = [&](std::string_view wanted) {
    std::optional<std::size_t> found;
    for (std::size_t k = names.size(); k-- > 0;) {
      found = unquoted(trimmed(names[k])) == wanted ? k : found;
    }
    return found;
  };
  const auto logit = find("logit");
  if (!logit) {
    return names.size() <= 2 ? std::optional(plain_columns(names.size())) : std::nullopt;
  }
  Columns columns{.count = names.size(), .logit = *logit, .token = find("token")};
  if (!columns.token && names.size() > 1) {
    columns.token = *logit == 0 ? 1 : 0;
  }
  return columns;
}

bool holds_digit(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
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
  const char line_end = bytes.find('\n') == std::string_view::npos ? '\r' : '\n';
  TokenLogits result;
  std::optional<Columns> columns;
  for (std::int64_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find(line_end), bytes.size());
    const std::string_view text = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (trimmed(text).empty()) {
      continue;
    }
    const auto fields = fields_of(text);
    double logit = 0;
    const std::string_view last = trimmed(fields.back());
    const bool is_header = !columns && !parse_logit(last, logit) && !holds_digit(last);
    if (text.starts_with("# ") && !parse_logit(last, logit)) {
      continue;
    }
    if (!columns) {
      columns = is_header            ? named_columns(fields)
                : fields.size() <= 2 ? std::optional(plain_columns(fields.size()))
                                     : std::nullopt;
      if (!columns) {
        throw InputError(
            fmt::format("{}:{}: {} columns; a logit, or a token and its logit, is expected, or a header that "
                        "calls a column "
                        "\"logit\"; a token that holds a comma needs quotes",
                        path, number, fields.size()));
      }
    }
    if (is_header) {
      continue;
    }
    if (fields.size() != columns->count) {
      throw InputError(fmt::format("{}:{}: {} columns, unlike the {} of the lines before", path, number,
                                   fields.size(), columns->count));
    }
    const std::string_view word = trimmed(fields[columns->logit]);
    if (!parse_logit(word, logit)) {
      throw InputError(fmt::format("{}:{}: '{}' is not a number that a double can hold", path, number,
                                   word.substr(0, 40)));
    }
    if (std::isnan(logit) || logit == HUGE_VAL) {
      throw InputError(
          fmt::format("{}:{}: the logit is {}; a finite number is expected, or -inf", path, number, logit));
    }
    result.logits.push_back(logit);
    if (columns->token) {
      result.tokens.push_back(unquoted(fields[*columns->token]));
    }
  }
  return result;
}

}  // namespace onedial
