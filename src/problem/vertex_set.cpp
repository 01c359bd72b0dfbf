#include "onedial/problem/vertex_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <queue>

#include "encoding_choice.hpp"
#include "level_list.hpp"
#include "onedial/problem/pair_terms.hpp"

namespace onedial {
namespace {

std::size_t at(Index vertex) {
  return static_cast<std::size_t>(vertex);
}

std::vector<std::vector<std::size_t>> neighbours_of(const Graph& graph) {
  std::vector<std::vector<std::size_t>> neighbours(at(graph.vertices));
  for (const Graph::Edge& edge : graph.edges) {
    neighbours[at(edge.first)].push_back(at(edge.second));
    neighbours[at(edge.second)].push_back(at(edge.first));
  }
  return neighbours;
}

}  // namespace

VertexSet::VertexSet(Graph graph, Rule rule) : GraphProblem(std::move(graph)), rule_(rule) {}

std::string_view VertexSet::kind() const {
  return rule_ == Rule::independent ? "independent_set" : "vertex_cover";
}

Encoding VertexSet::encode(const EncodingChoice& choice) const {
  require_encoding(*this, choice, {"qubo"});
  const double penalty = choice.penalty.value_or(2);
  const bool independent = rule_ == Rule::independent;
  // P x x' of two ends that are in the set; P (1 − x)(1 − x') of two that are not.
  PairTerms terms{.source = source()};
  terms.linear.assign(at(graph().vertices), independent ? -1 : 1);
  for (const Graph::Edge& edge : graph().edges) {
    terms.pairs.push_back({.first = edge.first, .second = edge.second, .value = penalty});
    if (!independent) {
      terms.linear[at(edge.first)] -= penalty;
      terms.linear[at(edge.second)] -= penalty;
    }
  }
  const double offset = independent ? 0 : penalty * static_cast<double>(graph().edges.size());
  Encoding encoding = own_encoding(
      "qubo", std::make_shared<const PairwiseModel>(pairwise_model(Domain::binary, terms, 1, offset)));
  encoding.is_constrained = true;
  encoding.penalty_text =
      penalty > 1 ? fmt::format("penalty {:.6g}, above 1: no violation pays", penalty)
                  : fmt::format("penalty {:.6g}, not above 1: an edge may be violated without loss", penalty);
  return encoding;
}

bool VertexSet::is_violated(const State& answer, const Graph::Edge& edge) const {
  return answer[at(edge.first)] == lonely() && answer[at(edge.second)] == lonely();
}

Evaluation VertexSet::evaluate(const State& answer) const {
  require_answer_size(answer, graph().vertices);
  const auto size = static_cast<double>(std::count(answer.begin(), answer.end(), 1));
  std::string violation = violations_text([&](const Graph::Edge& edge) { return is_violated(answer, edge); },
                                          [&](const Graph::Edge&) {
                                            return rule_ == Rule::independent ? "has both ends in the set"
                                                                              : "has no end in the cover";
                                          });
  return {.objective = size, .feasible = violation.empty(), .violation = std::move(violation)};
}

std::optional<State> VertexSet::repaired(const State& answer) const {
  if (evaluate(answer).feasible) {
    return answer;
  }
  const auto neighbours = neighbours_of(graph());
  const Level inside = lonely();
  State mended = answer;
  const auto clashes = [&](std::size_t v) {
    return std::count_if(neighbours[v].begin(), neighbours[v].end(),
                         [&](std::size_t w) { return mended[w] == inside; });
  };
  std::vector<std::ptrdiff_t> violated(mended.size(), 0);  // edges at a vertex
  for (std::size_t v = 0; v < mended.size(); ++v) {
    violated[v] = mended[v] == inside ? clashes(v) : 0;
  }
  std::priority_queue<std::pair<std::ptrdiff_t, std::size_t>> worst;  // with entries that are out of date
  for (std::size_t v = 0; v < mended.size(); ++v) {
    worst.emplace(violated[v], v);
  }
  while (!worst.empty() && worst.top().first > 0) {
    const auto [count, v] = worst.top();
    worst.pop();
    if (mended[v] != inside || violated[v] != count) {
      continue;
    }
    mended[v] = 1 - inside;
    for (const std::size_t w : neighbours[v]) {
      if (mended[w] == inside) {
        worst.emplace(--violated[w], w);
      }
    }
  }
  std::vector<std::size_t> order(mended.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return neighbours[a].size() < neighbours[b].size(); });
  for (const std::size_t v : order) {
    if (mended[v] != inside && clashes(v) == 0) {
      mended[v] = inside;
    }
  }
  return mended;
}

std::string VertexSet::answer_text(const State& answer) const {
  return level_list_text(answer, {.first_index = graph().first_index});
}

State VertexSet::read_answer(const std::filesystem::path& path) const {
  return read_level_list(
      path, graph().vertices,
      {.first_index = graph().first_index, .unit_name = "vertex", .units_name = "vertices"});
}

std::optional<Picture> VertexSet::picture(const State& answer) const {
  std::vector<int> groups;
  std::transform(answer.begin(), answer.end(), std::back_inserter(groups),
                 [](Level bit) { return bit == 1 ? 0 : -1; });
  return draw(
      groups, [&](const Graph::Edge& edge) { return is_violated(answer, edge); },
      fmt::format("size {:.0f}", evaluate(answer).objective));
}

}  // namespace onedial
