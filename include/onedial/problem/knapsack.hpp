#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "onedial/problem/problem.hpp"

namespace onedial {

/// The 0–1 knapsack problem: items of the most value that together weigh no more than the capacity.
///
/// As a QUBO, slack bits y fill up what the items leave of the capacity C:
///   E(x, y) = −Σ vᵢxᵢ + P (Σ wᵢxᵢ + Σ cₖyₖ − C)²,  c = 1, 2, 4, … and a last one such that Σ cₖ = C,
/// so that Σ cₖyₖ takes all values from 0 to C and none above. P = (largest value) + (least value above 0)
/// is enough: items that weigh u ≥ 1 too much fit again when at most u of them are left out, as each weighs 1
/// or more. That costs at most u·(largest value), while the penalty was at least P u² ≥ P u; so a state that
/// weighs too much lies above the best answer by u·(P − largest value) or more. Where the items fit, wrong
/// slack costs P or more and never pays.
class Knapsack final : public Problem {
 public:
  struct Item {
    double value;         ///< 0 or more
    std::int64_t weight;  ///< 1 or more
  };

  /// Reads `n CAPACITY` and n lines `VALUE WEIGHT`. Throws InputError.
  explicit Knapsack(const std::filesystem::path& path);

  [[nodiscard]] const std::vector<Item>& items() const { return items_; }
  [[nodiscard]] std::int64_t capacity() const { return capacity_; }

  [[nodiscard]] std::string_view kind() const override { return "knapsack"; }
  [[nodiscard]] std::string_view objective_name() const override { return "value"; }
  [[nodiscard]] bool maximises() const override { return true; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const override { return {"qubo"}; }
  /// Throws InputError as well where energies are so large that rounding could hide a value.
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;
  [[nodiscard]] Evaluation evaluate(const State& packed) const override;

  /// Items of the least value for their weight are left out until the others fit.
  [[nodiscard]] std::optional<State> repaired(const State& packed) const override;

  /// The number of an item, from 1, and whether it is packed, 0 or 1, in any order.
  [[nodiscard]] std::string answer_text(const State& packed) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

 private:
  std::vector<Item> items_;
  std::int64_t capacity_ = 0;
};

}  // namespace onedial
