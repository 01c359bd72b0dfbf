#include "onedial/core/line_reader.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "onedial/core/error.hpp"

namespace onedial {
namespace {

constexpr std::string_view separators = " \t\r\f\v,";

void split(std::string_view line, std::vector<std::string_view>& words) {
  words.clear();
  for (std::size_t at = line.find_first_not_of(separators); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(separators, end);
  }
}

/// std::from_chars knows no plus sign.
std::string_view without_plus(std::string_view word) {
  return word.size() > 1 && word[0] == '+' && word[1] != '-' ? word.substr(1) : word;
}

}  // namespace

LineReader::LineReader(std::string path, std::string_view text) : path_(std::move(path)), rest_(text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (rest_.substr(0, byte_order_mark.size()) == byte_order_mark) {
    rest_.remove_prefix(byte_order_mark.size());
  }
}

bool LineReader::next() {
  while (!rest_.empty()) {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++line_;
    text_ = line.substr(0, line.find('#'));
    split(text_, words_);
    if (!words_.empty()) {
      return true;
    }
  }
  words_.clear();
  return false;
}

double LineReader::number(std::size_t k, std::string_view what) const {
  const std::string_view word = without_plus(words_.at(k));
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error == std::errc::result_out_of_range) {
    fail(fmt::format("{} {} is beyond the range of a double; a finite number is expected", what,
                     quoted(word)));
  }
  if (error != std::errc() || end != word.data() + word.size()) {
    fail(fmt::format("{} {} is not a number; a finite number is expected", what, quoted(word)));
  }
  if (!std::isfinite(value)) {
    fail(fmt::format("{} is {}; a finite number is expected", what, quoted(word)));
  }
  return value;
}

std::int64_t LineReader::integer(std::size_t k, std::string_view what) const {
  const std::string_view word = without_plus(words_.at(k));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) {
    fail(fmt::format("{} {} is not a whole number", what, quoted(word)));
  }
  return value;
}

void LineReader::fail(std::string_view what) const {
  throw InputError(fmt::format("{}:{}: {}", path_, line_, what));
}

void LineReader::fail_whole(std::string_view what) const {
  throw InputError(fmt::format("{}: {}", path_, what));
}

std::string quoted(std::string_view word) {
  constexpr std::size_t longest = 24;
  std::string text = "'";
  for (const char c : word.substr(0, longest)) {
    text += static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F ? '?' : c;
  }
  return text + (word.size() > longest ? "…'" : "'");
}

}  // namespace onedial
