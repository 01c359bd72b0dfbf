#include <fmt/format.h>

#include <cmath>

#include "onedial/core/line_reader.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/core/text_file.hpp"
#include "onedial/problem/quadratic_assignment.hpp"
#include "qaplib_solution.hpp"

namespace onedial {
namespace {

constexpr Index most_facilities = 10'000;
constexpr double largest = 1e12;  // so that sums of products stay numbers

/// The words of a text, whatever lines they stand in.
class Words {
 public:
  explicit Words(LineReader& lines) : lines_(&lines) {}

  /// Goes to the next word of the text; false at its end.
  bool next() {
    ++word_;
    if (word_ < lines_->words().size()) {
      return true;
    }
    word_ = 0;
    return lines_->next();
  }
  /// Its place in the current line.
  [[nodiscard]] std::size_t place() const { return word_; }

 private:
  LineReader* lines_;
  std::size_t word_ = 0;  ///< before the first line there are no words
};

std::vector<double> read_matrix(LineReader& lines, Words& words, Index size, std::string_view name) {
  std::vector<double> matrix;
  const Index count = size * size;
  matrix.reserve(static_cast<std::size_t>(count));
  while (std::ssize(matrix) < count) {
    if (!words.next()) {
      lines.fail_whole(fmt::format("ends after {} of the {} {}", matrix.size(), count, name));
    }
    const double value = lines.number(words.place(), "entry");
    if (std::abs(value) > largest) {
      lines.fail(fmt::format("entry {}; magnitudes up to {} are possible", value, largest));
    }
    matrix.push_back(value);
  }
  return matrix;
}

}  // namespace

AssignmentInstance read_qaplib(const std::filesystem::path& path) {
  const std::string text = read_text_file(path, "an instance of QAPLIB");
  LineReader lines(path.string(), text);
  Words words(lines);
  if (!words.next()) {
    lines.fail_whole("is empty; the number of facilities is expected first");
  }
  const std::int64_t size = lines.integer(words.place(), "number of facilities");
  if (size < 2 || size > most_facilities) {
    lines.fail(fmt::format("{} facilities; from 2 to {} are possible", size, most_facilities));
  }
  const std::int64_t entries = 2 * size * size;
  if (static_cast<std::size_t>(entries) > (text.size() + 1) / 2) {  // a number takes two characters
    lines.fail(fmt::format("{} facilities need {} numbers, which the file is too short for", size, entries));
  }
  require_memory(static_cast<double>(entries) * sizeof(double), fmt::format("{} facilities", size));
  AssignmentInstance instance{.source = path.string(), .size = static_cast<Index>(size)};
  instance.flows = read_matrix(lines, words, instance.size, "flows");
  instance.distances = read_matrix(lines, words, instance.size, "distances");
  if (words.next()) {
    lines.fail(fmt::format("more than the {} numbers of {} facilities", entries, size));
  }
  return instance;
}

State read_qaplib_solution(const std::filesystem::path& path, Index size, const PermutationWords& names) {
  const std::string text = read_text_file(path, "a solution, lines of a facility and its location");
  LineReader lines(path.string(), text);
  Words words(lines);
  Index count = 0;
  while (words.next()) {
    ++count;
  }
  if (count != size + 2 || count == 2 * size) {
    return read_numbered_permutation(path, size, names);
  }
  lines = LineReader(path.string(), text);
  words = Words(lines);
  words.next();
  if (const std::int64_t given = lines.integer(words.place(), "number of facilities"); given != size) {
    lines.fail(fmt::format("a solution for {} facilities; {} are expected", given, size));
  }
  words.next();  // the cost, which is computed instead
  PermutationReader reader(lines, size, names);
  while (words.next()) {
    reader.add(words.place());
  }
  return reader.finish();
}

}  // namespace onedial
