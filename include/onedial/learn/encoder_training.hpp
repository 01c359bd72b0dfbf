#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "onedial/learn/cooccurrence_learning.hpp"
#include "onedial/learn/encoder.hpp"

namespace onedial {

/// How encoders are learned, and when one counts as solved.
struct EncoderSettings {
  EncoderShape shape = {};
  CooccurrenceSettings learning = {};
  Index most_cycles = 5000;
  /// A code is settled once it has differed for all inputs after so many cycles in a row: once may be luck.
  Index settled_after = 10;
  bool stop_when_settled = true;  ///< or go on until `most_cycles`
};

/// One encoder while it is learned by co-occurrences, from parameters that are all 0.
class EncoderRun {
 public:
  /// Throws std::invalid_argument unless cycles are at least 1, and for what the learner refuses.
  EncoderRun(const EncoderSettings& settings, std::uint64_t seed);

  /// So many cycles more, or as many as there are until it is done.
  void advance(Index cycles, WorkerPool& pool);
  [[nodiscard]] bool is_done() const;

  [[nodiscard]] const BoltzmannMachine& machine() const { return learner_.machine(); }
  /// How many different codes there were after each cycle.
  [[nodiscard]] const std::vector<Index>& codes() const { return codes_; }
  /// The first cycle after which all codes differed.
  [[nodiscard]] std::optional<Index> first_solved() const { return first_solved_; }
  /// The first of those cycles after which they settled.
  [[nodiscard]] std::optional<Index> settled() const { return settled_; }

 private:
  Index inputs_;
  Index most_cycles_;
  Index settled_after_;
  bool stop_when_settled_;
  CooccurrenceLearner learner_;
  std::vector<Index> codes_ = {};
  Index in_a_row_ = 0;  // the last cycles after which all codes differed
  std::optional<Index> first_solved_ = {};
  std::optional<Index> settled_ = {};
};

/// The completion test: each input is clamped in V1, the other units are annealed from T = ∞, and V2 is right
/// where it then has the same unit on, and no other. How many of `trials` for each input are right (n).
/// Throws std::invalid_argument if there is no trial.
std::vector<Index> count_completions(const BoltzmannMachine& encoder,
                                     std::span<const AnnealingStage> annealing, Index trials,
                                     std::uint64_t seed, WorkerPool& pool);

/// The median number of cycles that Ackley, Hinton and Sejnowski (1985) report for encoders of that shape;
/// nothing where they report none.
std::optional<Index> published_median_cycles(const EncoderShape& shape);

}  // namespace onedial
