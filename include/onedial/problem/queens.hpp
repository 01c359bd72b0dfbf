#pragma once
#include <vector>

#include "onedial/problem/problem.hpp"

namespace onedial {

/// Attacks on diagonals between N queens that share neither rows nor columns, in the form of SwapModel: the
/// state is the column of the queen in each row. Counting the queens on each diagonal, a swap costs O(1).
class DiagonalAttacks {
 public:
  explicit DiagonalAttacks(Index size);

  [[nodiscard]] Index size() const { return size_; }
  double place(const State& columns);
  [[nodiscard]] double swap_change(const State& columns, Index i, Index j) const;
  void swap(const State& columns, Index i, Index j);

 private:
  struct Diagonals {
    std::size_t falling;
    std::size_t rising;
  };
  [[nodiscard]] Diagonals through(Index row, Level column) const {
    return {static_cast<std::size_t>(row - column + size_ - 1), static_cast<std::size_t>(row + column)};
  }
  void move(Index row, Level column, Index queens);

  Index size_;
  std::vector<Index> falling_;  ///< (2N−1) queens on each diagonal of constant row − column
  std::vector<Index> rising_;   ///< (2N−1) of constant row + column
};

/// N queens on a board of N × N so that none attacks another. An answer is the column of the queen in each
/// row; the objective counts pairs on one column or diagonal, whoever stands between them, and only 0 is
/// feasible.
///
/// Encodings: "permutation" (SwapModel), E = attacks; "qubo", a bit a square.
class Queens final : public Problem {
 public:
  /// Throws std::invalid_argument unless 4 ≤ size ≤ most_queens: boards of 2 and 3 have no answer.
  explicit Queens(Index size);

  static constexpr Index most_queens = Index{1} << 20U;

  [[nodiscard]] std::string_view kind() const override { return "n_queens"; }
  [[nodiscard]] std::string_view objective_name() const override { return "attacks"; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const override;
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;
  [[nodiscard]] Evaluation evaluate(const State& answer) const override;

  /// A line a row, `row column`, counted from 1; column 0 for a row without a queen.
  [[nodiscard]] std::string answer_text(const State& answer) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;
  /// The board, where it is small enough to be seen.
  [[nodiscard]] std::optional<Picture> picture(const State& answer) const override;

 private:
  Index size_;
};

}  // namespace onedial
