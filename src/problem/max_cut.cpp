#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/problem/graph_problem.hpp"
#include "onedial/problem/pair_problem.hpp"

namespace onedial {

namespace {

constexpr EntryMeaning weights = {.mirror = MirrorEntries::agree};

}  // namespace

MaxCut::MaxCut(const InstanceFile& file) : MaxCut(collect_terms(require_graph(file), weights)) {}

MaxCut::MaxCut(PairTerms edges) : PairProblem(Domain::spin, std::move(edges), weights) {
  if (terms().offset != 0 ||
      std::any_of(terms().linear.begin(), terms().linear.end(), [](double linear) { return linear != 0; })) {
    throw std::invalid_argument("a graph has edges only, no linear terms and no offset");
  }
}

std::string MaxCut::size_text() const {
  return fmt::format("{} vertices, {} edges", terms().units(), terms().coupling_count());
}

PairwiseModel MaxCut::model() const {
  CompensatedSum weight;
  for (const PairTerms::Pair& edge : terms().pairs) {
    weight.add(edge.value);
  }
  return pairwise_model(domain(), terms(), 0.5, -0.5 * weight.value());
}

double MaxCut::objective(const State& sides) const {
  CompensatedSum cut;
  for (const PairTerms::Pair& edge : terms().pairs) {
    if (sides[static_cast<std::size_t>(edge.first)] != sides[static_cast<std::size_t>(edge.second)]) {
      cut.add(edge.value);
    }
  }
  return cut.value();
}

}  // namespace onedial
