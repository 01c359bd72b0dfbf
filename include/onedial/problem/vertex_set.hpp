#pragma once
#include "onedial/problem/graph_problem.hpp"

namespace onedial {

/// The largest set of vertices of which no two are neighbours (maximum independent set), or the smallest set
/// that holds an end of every edge (minimum vertex cover): the one is what the other leaves out. An answer is
/// a bit a vertex, 1 for those in the set; its objective is their number.
///
/// As a QUBO, E = ∓Σxᵢ + P·(edges that are violated). A penalty P above 1 is enough: where an edge is
/// violated, taking one of its ends out of the independent set (or into the cover) costs 1 and saves at least
/// P, so that no answer that violates an edge is the best of its neighbours, let alone of all.
class VertexSet final : public GraphProblem {
 public:
  enum class Rule : std::uint8_t { independent, cover };

  VertexSet(Graph graph, Rule rule);

  [[nodiscard]] std::string_view kind() const override;
  [[nodiscard]] std::string_view objective_name() const override { return "size"; }
  [[nodiscard]] bool maximises() const override { return rule_ == Rule::independent; }
  [[nodiscard]] std::vector<std::string_view> encodings() const override { return {"qubo"}; }
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;
  [[nodiscard]] Evaluation evaluate(const State& answer) const override;

  /// Lets go of the end of a violated edge that violates most, until none is left; then takes what is free,
  /// vertices with few neighbours first.
  [[nodiscard]] std::optional<State> repaired(const State& answer) const override;

  /// One vertex a line: `vertex bit`.
  [[nodiscard]] std::string answer_text(const State& answer) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

  [[nodiscard]] std::optional<Picture> picture(const State& answer) const override;

 private:
  /// The bit that may not be at both ends of an edge.
  [[nodiscard]] Level lonely() const { return rule_ == Rule::independent ? 1 : 0; }
  [[nodiscard]] bool is_violated(const State& answer, const Graph::Edge& edge) const;

  Rule rule_;
};

}  // namespace onedial
