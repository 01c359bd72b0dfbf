#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/model/state.hpp"
#include "onedial/problem/encoding.hpp"
#include "onedial/problem/picture.hpp"

namespace onedial {

/// What an answer is worth. Computed from the instance itself, never from the model that was annealed.
struct Evaluation {
  double objective;
  bool feasible = true;
  /// What an answer that is not feasible violates, for a reader: "edge 3-7 has colour 2 at both ends, and 4
  /// more". Empty for a feasible one.
  std::string violation = {};
};

/// A task whose answers can be looked for by annealing: it becomes a model, states of the model become
/// answers again, and answers are checked by code that does not know the model.
///
/// An answer is a State of the task's own: a spin or bit a unit, a colour a vertex, the city at each place of
/// a tour. Where a state of the model says nothing definite – a vertex with two colours – it holds
/// `undecided`.
class Problem {
 public:
  /// `source`: where it comes from, the path of its instance or what generates it.
  explicit Problem(std::string source) : source_(std::move(source)) {}
  Problem(const Problem&) = delete;
  Problem& operator=(const Problem&) = delete;
  virtual ~Problem() = default;

  static constexpr Level undecided = -1;

  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] virtual std::string_view kind() const = 0;            ///< its name in configs
  [[nodiscard]] virtual std::string_view objective_name() const = 0;  ///< "cut", "length"
  [[nodiscard]] virtual bool maximises() const { return false; }
  [[nodiscard]] virtual std::string size_text() const = 0;  ///< "52 cities", "800 vertices, 19176 edges"

  /// The ways to encode it, the best first.
  [[nodiscard]] virtual std::vector<std::string_view> encodings() const = 0;
  /// Throws std::invalid_argument for an encoding that it does not have, for a penalty that is not finite and
  /// above 0 or that the encoding has no use for; InputError, naming the source, where the model's energy can
  /// overflow or the model would not fit into memory.
  [[nodiscard]] virtual Encoding encode(const EncodingChoice& choice) const = 0;

  /// The energy that the encodings give to a feasible answer of that objective: the same number, or its
  /// negative where the objective is maximised.
  [[nodiscard]] virtual double energy_of(double objective) const {
    return maximises() ? 0 - objective : objective;  // no −0
  }

  /// Throws std::invalid_argument if the answer has another size.
  [[nodiscard]] virtual Evaluation evaluate(const State& answer) const = 0;

  /// A feasible answer near one that is not; empty where the problem knows no way. Feasible ones stay as
  /// they are.
  [[nodiscard]] virtual std::optional<State> repaired(const State& answer) const {
    return evaluate(answer).feasible ? std::optional(answer) : std::nullopt;
  }

  /// What else there is to say of an answer: "6 colours used". Empty for nothing.
  [[nodiscard]] virtual std::string remark(const State& /*answer*/) const { return {}; }

  /// The answer in the problem's own format, and back. `read_answer` throws InputError `FILE:LINE: …` unless
  /// the file holds one answer; it need not be feasible.
  [[nodiscard]] virtual std::string answer_text(const State& answer) const = 0;
  [[nodiscard]] virtual State read_answer(const std::filesystem::path& path) const = 0;

  /// The answer as a drawing; empty where there is nothing to see.
  [[nodiscard]] virtual std::optional<Picture> picture(const State& /*answer*/) const { return std::nullopt; }

 private:
  std::string source_;
};

/// The answer of a state of an encoding, evaluated. `repair` mends one that is not feasible, where the
/// problem can.
struct Answer {
  State state;
  Evaluation worth;
  bool is_repaired = false;
};
Answer answer_of(const Problem& problem, const Encoding& encoding, const State& state, bool repair);

}  // namespace onedial
