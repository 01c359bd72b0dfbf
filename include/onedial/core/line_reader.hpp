#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// Walks over the lines of a text that hold anything but blanks and comments ("# …"), split into words.
/// Commas separate words as blanks do.
class LineReader {
 public:
  /// `path` is for the errors; `text` must outlive the reader.
  LineReader(std::string path, std::string_view text);

  /// Goes to the next line; false at the end of the text.
  bool next();

  /// The number of the current line, from 1; after the end, of the last one read.
  [[nodiscard]] std::int64_t line() const { return line_; }
  [[nodiscard]] const std::vector<std::string_view>& words() const { return words_; }
  /// The current line, without its comment.
  [[nodiscard]] std::string_view text() const { return text_; }
  /// The text not yet read.
  [[nodiscard]] std::string_view rest() const { return rest_; }

  /// Word k of the current line as a finite number. Throws InputError.
  [[nodiscard]] double number(std::size_t k, std::string_view what) const;
  /// Word k of the current line as an integer. Throws InputError.
  [[nodiscard]] std::int64_t integer(std::size_t k, std::string_view what) const;

  /// Throws InputError "PATH:LINE: what".
  [[noreturn]] void fail(std::string_view what) const;
  /// Throws InputError "PATH: what".
  [[noreturn]] void fail_whole(std::string_view what) const;

 private:
  std::string path_;
  std::string_view rest_;
  std::string_view text_;
  std::int64_t line_ = 0;
  std::vector<std::string_view> words_;
};

/// A word as it may stand in an error message: shortened where it is long.
std::string quoted(std::string_view word);

}  // namespace onedial
