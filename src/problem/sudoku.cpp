#include "onedial/problem/sudoku.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "colour_model.hpp"
#include "encoding_choice.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/line_reader.hpp"
#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

constexpr std::string_view digits = ".123456789ABCDEFG";  // the level of a digit is its place less 1

char digit(Level level) {
  return digits[static_cast<std::size_t>(level + 1)];
}

/// b of boards of b⁴ cells; 0 for other numbers.
Index block_side(std::size_t cells) {
  switch (cells) {
    case 16:
      return 2;
    case 81:
      return 3;
    case 256:
      return 4;
    default:
      return 0;
  }
}

}  // namespace

State read_sudoku_cells(const std::filesystem::path& path) {
  constexpr std::size_t most_bytes = 65'536;
  const std::string text = read_text_file(path, "a Sudoku", most_bytes);
  LineReader lines(path.string(), text);
  State cells;
  std::int64_t line_of_highest = 0;
  Level highest = 0;
  while (lines.next()) {
    for (const std::string_view word : lines.words()) {
      for (const char c : word) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        const std::size_t place = digits.find(c == '0' ? '.' : upper);
        if (place == std::string_view::npos) {
          lines.fail(
              fmt::format("{} is no cell; digits from 1, A to G for 10 to 16, and . or 0 for an open "
                          "cell are expected",
                          quoted(std::string_view(&c, 1))));
        }
        cells.push_back(static_cast<Level>(place) - 1);  // Problem::undecided of an open one
        if (cells.back() > highest) {
          highest = cells.back();
          line_of_highest = lines.line();
        }
      }
    }
  }
  const Index block = block_side(cells.size());
  if (block == 0) {
    lines.fail_whole(fmt::format("holds {} cells; 16, 81 or 256 are expected", cells.size()));
  }
  if (highest >= block * block) {
    throw InputError(fmt::format("{}:{}: the digit {} is too high; 1 to {} are expected", path.string(),
                                 line_of_highest, digit(highest),
                                 digit(static_cast<Level>(block * block - 1))));
  }
  return cells;
}

Sudoku::Sudoku(std::string source, State cells)
    : Problem(source), given_(std::move(cells)), side_(0), block_(block_side(given_.size())) {
  side_ = block_ * block_;
  if (block_ == 0 || std::any_of(given_.begin(), given_.end(),
                                 [&](Level level) { return level < undecided || level >= side_; })) {
    throw std::invalid_argument("a Sudoku has 16, 81 or 256 cells, and levels from −1 to its side less 1");
  }
  if (const auto clash = clashes(given_); !clash.empty()) {
    throw InputError(fmt::format("{}: cannot be solved, as {} in what is given; all of them must differ",
                                 source, clash_text(given_, clash.front())));
  }
  if (std::find(given_.begin(), given_.end(), undecided) == given_.end()) {
    throw InputError(fmt::format("{}: has no open cell; at least one is expected", source));
  }
  peers_ = {.source = std::move(source), .vertices = std::ssize(given_)};
  for (std::size_t a = 0; a < given_.size(); ++a) {
    for (std::size_t b = a + 1; b < given_.size(); ++b) {
      if (see_each_other(a, b)) {
        peers_.edges.push_back({.first = static_cast<Index>(a), .second = static_cast<Index>(b)});
      }
    }
  }
}

std::string Sudoku::size_text() const {
  return fmt::format("{} x {} cells, {} open", side_, side_,
                     std::count(given_.begin(), given_.end(), undecided));
}

Encoding Sudoku::encode(const EncodingChoice& choice) const {
  const std::string_view name = require_encoding(*this, choice, {"qubo"});
  const ColourTask task{.graph = peers_, .colours = static_cast<Level>(side_), .given = given_};
  return name == "levels" ? encode_as_levels(task) : encode_as_one_hot(task, choice.penalty);
}

Evaluation Sudoku::evaluate(const State& answer) const {
  require_answer_size(answer, std::ssize(given_));
  const auto clash = clashes(answer);
  const auto violations = static_cast<double>(clash.size());
  const auto fail = [&](std::string text) {
    return Evaluation{.objective = violations, .feasible = false, .violation = std::move(text)};
  };
  for (std::size_t cell = 0; cell < answer.size(); ++cell) {
    if (given_[cell] != undecided && answer[cell] != given_[cell]) {
      return fail(fmt::format("{} does not keep its {}", name(cell), digit(given_[cell])));
    }
  }
  if (clash.size() > 1) {
    return fail(fmt::format("{}, and {} more", clash_text(answer, clash.front()), clash.size() - 1));
  }
  if (!clash.empty()) {
    return fail(clash_text(answer, clash.front()));
  }
  const auto open = std::find(answer.begin(), answer.end(), undecided);
  if (open != answer.end()) {
    return fail(fmt::format("{} is empty", name(static_cast<std::size_t>(open - answer.begin()))));
  }
  return {.objective = 0};
}

std::string Sudoku::answer_text(const State& answer) const {
  std::string text;
  for (std::size_t cell = 0; cell < answer.size(); ++cell) {
    text += digit(answer[cell]);
    text += (static_cast<Index>(cell) + 1) % side_ == 0 ? "\n" : "";
  }
  return text;
}

State Sudoku::read_answer(const std::filesystem::path& path) const {
  State answer = read_sudoku_cells(path);
  if (answer.size() != given_.size()) {
    throw InputError(
        fmt::format("{}: holds {} cells; {} are expected", path.string(), answer.size(), given_.size()));
  }
  return answer;
}

std::optional<Picture> Sudoku::picture(const State& answer) const {
  Picture::Grid grid;
  grid.rows = grid.columns = side_;
  grid.block_rows = grid.block_columns = block_;
  for (std::size_t cell = 0; cell < answer.size(); ++cell) {
    grid.groups.push_back(given_[cell] == undecided ? 0 : -1);
    grid.labels.emplace_back(answer[cell] == undecided ? "" : std::string(1, digit(answer[cell])));
  }
  const auto clash = clashes(answer);
  for (const auto& [a, b] : clash) {
    grid.groups[a] = grid.groups[b] = 1;
  }
  return Picture{.grid = std::move(grid), .caption = fmt::format("violations {}", clash.size())};
}

std::string Sudoku::name(std::size_t cell) const {
  const auto [row, column] = std::ldiv(static_cast<Index>(cell), side_);
  return fmt::format("row {}, column {}", row + 1, column + 1);
}

bool Sudoku::see_each_other(std::size_t a, std::size_t b) const {
  const auto [row_a, column_a] = std::ldiv(static_cast<Index>(a), side_);
  const auto [row_b, column_b] = std::ldiv(static_cast<Index>(b), side_);
  return row_a == row_b || column_a == column_b ||
         (row_a / block_ == row_b / block_ && column_a / block_ == column_b / block_);
}

std::vector<std::pair<std::size_t, std::size_t>> Sudoku::clashes(const State& answer) const {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t a = 0; a < answer.size(); ++a) {
    for (std::size_t b = a + 1; b < answer.size(); ++b) {
      if (answer[a] != undecided && answer[a] == answer[b] && see_each_other(a, b)) {
        found.emplace_back(a, b);
      }
    }
  }
  return found;
}

std::string Sudoku::clash_text(const State& answer, std::pair<std::size_t, std::size_t> clash) const {
  return fmt::format("{} and {} both hold {}", name(clash.first), name(clash.second),
                     digit(answer[clash.first]));
}

}  // namespace onedial
