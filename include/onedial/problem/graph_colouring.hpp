#pragma once
#include "onedial/problem/graph_problem.hpp"

namespace onedial {

/// Graph colouring: one of q colours for each vertex, such that no edge has the same one at both ends. The
/// objective is the number of edges that do, and only 0 is feasible.
///
/// Encodings: "levels", a Potts model with J = −1, and "qubo", a bit for each vertex and colour. In both the
/// energy of one colour a vertex is the objective.
class GraphColouring final : public GraphProblem {
 public:
  /// `colours` is q; without it answers may have any number of colours, and nothing can be encoded.
  /// Throws std::invalid_argument if q is not one of 2 … 65,536.
  explicit GraphColouring(Graph graph, std::optional<Level> colours = std::nullopt);

  [[nodiscard]] std::string_view kind() const override { return "coloring"; }
  [[nodiscard]] std::string_view objective_name() const override { return "conflicts"; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const override { return {"levels", "qubo"}; }
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;
  [[nodiscard]] Evaluation evaluate(const State& answer) const override;
  [[nodiscard]] std::string remark(const State& answer) const override;

  /// One vertex a line: `vertex colour`, colours from 1, 0 for a vertex that has none.
  [[nodiscard]] std::string answer_text(const State& answer) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

  [[nodiscard]] std::optional<Picture> picture(const State& answer) const override;

 private:
  [[nodiscard]] bool is_conflict(const State& answer, const Graph::Edge& edge) const;

  std::optional<Level> colours_;
};

}  // namespace onedial
