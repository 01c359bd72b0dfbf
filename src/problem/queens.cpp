#include "onedial/problem/queens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "encoding_choice.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/problem/swap_model.hpp"
#include "permutation.hpp"
#include "permutation_qubo.hpp"

namespace onedial {
namespace {

constexpr PermutationWords words = {.place = "row", .value = "column"};

}  // namespace

DiagonalAttacks::DiagonalAttacks(Index size)
    : size_(size), falling_(static_cast<std::size_t>(2 * size - 1)), rising_(falling_.size()) {}

void DiagonalAttacks::move(Index row, Level column, Index queens) {
  const Diagonals on = through(row, column);
  falling_[on.falling] += queens;
  rising_[on.rising] += queens;
}

double DiagonalAttacks::place(const State& columns) {
  require_permutation(columns, size_);
  std::fill(falling_.begin(), falling_.end(), 0);
  std::fill(rising_.begin(), rising_.end(), 0);
  for (Index row = 0; row < size_; ++row) {
    move(row, columns[static_cast<std::size_t>(row)], 1);
  }
  Index pairs = 0;
  for (const auto* counts : {&falling_, &rising_}) {
    for (const Index count : *counts) {
      pairs += count * (count - 1) / 2;
    }
  }
  return static_cast<double>(pairs);
}

// A queen leaves count − 1 others on its diagonal and meets `count` on the new one. Two that leave one
// diagonal have counted each other twice; two that meet on one have not counted each other. The old squares
// and the new ones never share a diagonal, since they share rows and columns.
double DiagonalAttacks::swap_change(const State& columns, Index i, Index j) const {
  const Level column_i = columns[static_cast<std::size_t>(i)];
  const Level column_j = columns[static_cast<std::size_t>(j)];
  const Diagonals old_i = through(i, column_i);
  const Diagonals old_j = through(j, column_j);
  const Diagonals new_i = through(i, column_j);
  const Diagonals new_j = through(j, column_i);
  const auto change = [](const std::vector<Index>& counts, std::size_t from_i, std::size_t from_j,
                         std::size_t to_i, std::size_t to_j) {
    return counts[to_i] + counts[to_j] - counts[from_i] - counts[from_j] + 2 + (from_i == from_j ? 1 : 0) +
           (to_i == to_j ? 1 : 0);
  };
  return static_cast<double>(change(falling_, old_i.falling, old_j.falling, new_i.falling, new_j.falling) +
                             change(rising_, old_i.rising, old_j.rising, new_i.rising, new_j.rising));
}

void DiagonalAttacks::swap(const State& columns, Index i, Index j) {
  const Level column_i = columns[static_cast<std::size_t>(i)];
  const Level column_j = columns[static_cast<std::size_t>(j)];
  move(i, column_i, -1);
  move(j, column_j, -1);
  move(i, column_j, 1);
  move(j, column_i, 1);
}

Queens::Queens(Index size) : Problem(fmt::format("{0} queens on a board of {0} x {0}", size)), size_(size) {
  if (size < 4 || size > most_queens) {
    throw std::invalid_argument(fmt::format("{} queens; from 4 to {} are possible", size, most_queens));
  }
}

std::string Queens::size_text() const {
  return fmt::format("{} queens", size_);
}

std::vector<std::string_view> Queens::encodings() const {
  return {"permutation", "qubo"};
}

Encoding Queens::encode(const EncodingChoice& choice) const {
  if (require_encoding(*this, choice, {"qubo"}) == "qubo") {
    const PlacementCosts costs{.size = size_,
                               .source = source(),
                               .pair = [](Index row, Index column, Index other, Index its_column) {
                                 return std::abs(row - other) == std::abs(column - its_column) ? 1.0 : 0.0;
                               }};
    Encoding encoding = permutation_qubo(costs, choice.penalty.value_or(1.0));
    encoding.penalty_text = "any penalty is enough: an answer has E = 0, and everything else has more";
    return encoding;
  }
  // One attack is what a swap costs at least. At T = 1 there are half as many as on random boards.
  const double cold = 1 / elementary::log(100 * static_cast<double>(size_));
  MovingModel model{
      .units = size_,
      .log_states = log_factorial(size_),
      .energy_scale = static_cast<double>(size_),
      .range = {Temperature(1.0), Temperature(cold)},
      .make_system = [size = size_](const SamplerSettings& settings, std::uint64_t seed) {
        constexpr double bytes_a_queen = 2 * sizeof(Level) + 4 * sizeof(Index);
        require_memory(bytes_a_queen * static_cast<double>(size) * static_cast<double>(settings.replicas),
                       fmt::format("{} replicas of {} queens", settings.replicas, size));
        return make_move_system(SwapModel(DiagonalAttacks(size)), settings.kernel, settings.replicas,
                                settings.threads, seed, static_cast<std::uint64_t>(settings.first_replica));
      }};
  Encoding encoding = own_encoding("permutation", std::make_shared<const MovingModel>(std::move(model)));
  encoding.is_constrained = true;
  return encoding;
}

Evaluation Queens::evaluate(const State& answer) const {
  std::string violation = permutation_violation(answer, size_, words);
  const auto lines = static_cast<std::size_t>(2 * size_ - 1);
  std::vector<Index> falling(lines);
  std::vector<Index> rising(lines);
  std::vector<Index> columns(answer.size());
  Index pairs = 0;
  for (Index row = 0; row < size_; ++row) {
    const Level column = answer[static_cast<std::size_t>(row)];
    if (column != undecided) {
      pairs += falling[static_cast<std::size_t>(row - column + size_ - 1)]++ +
               rising[static_cast<std::size_t>(row + column)]++ + columns[static_cast<std::size_t>(column)]++;
    }
  }
  if (violation.empty() && pairs > 0) {
    violation = fmt::format("{} pair{} of queens on one diagonal", pairs, pairs == 1 ? "" : "s");
  }
  return {.objective = static_cast<double>(pairs), .feasible = violation.empty(), .violation = violation};
}

std::string Queens::answer_text(const State& answer) const {
  return numbered_permutation_text(answer);
}

State Queens::read_answer(const std::filesystem::path& path) const {
  return read_numbered_permutation(path, size_, words);
}

std::optional<Picture> Queens::picture(const State& answer) const {
  constexpr Index most_seen = 128;
  if (size_ > most_seen) {
    return std::nullopt;
  }
  const auto squares = static_cast<std::size_t>(size_ * size_);
  Picture::Grid board{.rows = size_, .columns = size_, .groups = std::vector<int>(squares, -1), .labels = {}};
  for (Index row = 0; row < size_; ++row) {
    const Level column = answer[static_cast<std::size_t>(row)];
    if (column != undecided) {
      board.groups[static_cast<std::size_t>(row * size_ + column)] = 0;
    }
  }
  return Picture{.grid = std::move(board), .caption = fmt::format("attacks {}", evaluate(answer).objective)};
}

}  // namespace onedial
