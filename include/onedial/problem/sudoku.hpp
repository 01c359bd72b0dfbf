#pragma once
#include "onedial/problem/graph_problem.hpp"

namespace onedial {

/// Reads a file of 16, 81 or 256 cells, row by row with any line breaks, as levels: digits from 1, A to G for
/// 10 to 16, and '.' or 0 for an open one, which becomes Problem::undecided. Throws InputError
/// `FILE:LINE: …`.
State read_sudoku_cells(const std::filesystem::path& path);

/// Sudoku of n = b² digits: 4 × 4, 9 × 9 or 16 × 16. Every row, column and block is to hold each digit once,
/// some cells are given. An answer has a level a cell, row by row, 0 for the digit 1. The objective is the
/// number of pairs of cells that hold the same digit and see each other; only 0 is feasible, with every cell
/// filled in and the given ones kept.
///
/// It is a graph colouring with some colours given, and has its encodings: "levels", a Potts model of the
/// open cells with a field on each that the given ones make, and "qubo".
class Sudoku final : public Problem {
 public:
  /// `cells` are n² levels, `undecided` where a cell is open. Throws InputError that names the source if two
  /// given cells clash or none is open, std::invalid_argument for another number of cells or another level.
  Sudoku(std::string source, State cells);

  [[nodiscard]] std::string_view kind() const override { return "sudoku"; }
  [[nodiscard]] std::string_view objective_name() const override { return "violations"; }
  [[nodiscard]] std::string size_text() const override;  ///< "9 x 9 cells, 60 open"
  [[nodiscard]] std::vector<std::string_view> encodings() const override { return {"levels", "qubo"}; }
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;
  [[nodiscard]] Evaluation evaluate(const State& answer) const override;

  /// The rows as lines of digits, '.' for a cell without one.
  [[nodiscard]] std::string answer_text(const State& answer) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

  /// Given digits in one group, found ones in another, and clashing ones in a third.
  [[nodiscard]] std::optional<Picture> picture(const State& answer) const override;

 private:
  /// "row 3, column 7"
  [[nodiscard]] std::string name(std::size_t cell) const;
  [[nodiscard]] bool see_each_other(std::size_t a, std::size_t b) const;
  /// Pairs of cells that hold the same digit and see each other.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> clashes(const State& answer) const;
  [[nodiscard]] std::string clash_text(const State& answer, std::pair<std::size_t, std::size_t> clash) const;

  State given_;
  Index side_;   ///< n
  Index block_;  ///< b
  Graph peers_;  ///< cells that see each other
};

}  // namespace onedial
