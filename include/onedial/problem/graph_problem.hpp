#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "onedial/problem/instance_file.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

/// A graph whose edges have no weights.
struct Graph {
  struct Edge {
    Index first;  ///< first < second
    Index second;
  };

  std::string source;
  Index first_index = 0;         ///< the number of the first vertex
  Index vertices = 0;            ///< N
  std::vector<Edge> edges = {};  ///< each once, in increasing order

  /// "3-7", by the numbers of the vertices.
  [[nodiscard]] std::string name(const Edge& edge) const;
};

/// The file, if it is a graph. Throws InputError for a model of dimod and for an edge from a vertex to
/// itself.
const InstanceFile& require_graph(const InstanceFile& file);

/// The graph of a file: what it gives a value other than 0 is an edge. Throws InputError as `require_graph`
/// does, and for a matrix that is not symmetric.
Graph graph_of(const InstanceFile& file);

/// A task over the vertices of a graph.
class GraphProblem : public Problem {
 public:
  explicit GraphProblem(Graph graph);

  [[nodiscard]] const Graph& graph() const { return graph_; }
  [[nodiscard]] std::string size_text() const override;  ///< "47 vertices, 236 edges"

 protected:
  /// "edge 3-7 WHAT, and 4 more" of the edges that an answer violates; empty for none.
  template <class IsViolated, class What>
  [[nodiscard]] std::string violations_text(IsViolated is_violated, What what) const {
    const Graph::Edge* first = nullptr;
    Index count = 0;
    for (const Graph::Edge& edge : graph_.edges) {
      if (is_violated(edge)) {
        first = count++ == 0 ? &edge : first;
      }
    }
    return first == nullptr ? "" : violations_text(*first, what(*first), count - 1);
  }

  /// The graph with a group a vertex, its vertices where springs put them (Fruchterman, Reingold 1991).
  /// Empty for graphs that are too large to be looked at.
  [[nodiscard]] std::optional<Picture> draw(const std::vector<int>& groups,
                                            const std::function<bool(const Graph::Edge&)>& is_violated,
                                            std::string caption) const;

 private:
  [[nodiscard]] std::string violations_text(const Graph::Edge& first, const std::string& what,
                                            Index more) const;

  Graph graph_;
  mutable std::once_flag placed_;                          // when the first picture is drawn
  mutable std::vector<std::pair<double, double>> places_;  // x, y (N)
};

}  // namespace onedial
