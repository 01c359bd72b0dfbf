#include "onedial/problem/graph_problem.hpp"

#include <fmt/format.h>

#include "formats/formats.hpp"
#include "graph_layout.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/pair_terms.hpp"

namespace onedial {

std::string Graph::name(const Edge& edge) const {
  return fmt::format("{}-{}", edge.first + first_index, edge.second + first_index);
}

const InstanceFile& require_graph(const InstanceFile& file) {
  if (!traits_of(file.format).holds_graphs) {
    throw InputError(
        fmt::format("{}: is in the format {}, which holds no graphs; use kind = \"qubo\" or \"ising\", "
                    "or another format",
                    file.path, format_name(file.format)));
  }
  for (const InstanceFile::Entry& entry : file.entries) {
    if (entry.row == entry.column && entry.value != 0) {
      throw InputError(
          fmt::format("{}: an edge from vertex {} to itself; a graph has none, kind \"qubo\" takes "
                      "such entries as linear terms",
                      file.place(entry), entry.row + file.first_index));
    }
  }
  return file;
}

Graph graph_of(const InstanceFile& file) {
  const PairTerms terms = collect_terms(require_graph(file), {.mirror = MirrorEntries::agree});
  Graph graph{.source = terms.source, .first_index = terms.first_index, .vertices = terms.units()};
  for (const PairTerms::Pair& pair : terms.pairs) {
    if (pair.value != 0) {
      graph.edges.push_back({.first = pair.first, .second = pair.second});
    }
  }
  return graph;
}

GraphProblem::GraphProblem(Graph graph) : Problem(graph.source), graph_(std::move(graph)) {}

std::string GraphProblem::size_text() const {
  return fmt::format("{} vertices, {} edges", graph_.vertices, graph_.edges.size());
}

std::string GraphProblem::violations_text(const Graph::Edge& first, const std::string& what,
                                          Index more) const {
  const std::string text = fmt::format("edge {} {}", graph_.name(first), what);
  return more > 0 ? fmt::format("{}, and {} more", text, more) : text;
}

std::optional<Picture> GraphProblem::draw(const std::vector<int>& groups,
                                          const std::function<bool(const Graph::Edge&)>& is_violated,
                                          std::string caption) const {
  constexpr Index most_vertices = 400;
  constexpr Index most_edges = 5000;
  if (graph_.vertices > most_vertices || std::ssize(graph_.edges) > most_edges) {
    return std::nullopt;
  }
  std::call_once(placed_, [&] { places_ = spring_layout(graph_); });
  const auto place = [&](Index vertex) { return places_[static_cast<std::size_t>(vertex)]; };
  Picture picture{.caption = std::move(caption)};
  for (const Graph::Edge& edge : graph_.edges) {
    const auto [x0, y0] = place(edge.first);
    const auto [x1, y1] = place(edge.second);
    picture.lines.push_back({.x0 = x0, .y0 = y0, .x1 = x1, .y1 = y1, .is_violated = is_violated(edge)});
  }
  for (Index v = 0; v < graph_.vertices; ++v) {
    picture.dots.push_back({.x = place(v).first,
                            .y = place(v).second,
                            .group = groups[static_cast<std::size_t>(v)],
                            .label = fmt::format("{}", v + graph_.first_index)});
  }
  return picture;
}

}  // namespace onedial
