#include <fmt/format.h>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

MaxCut::MaxCut(const InstanceFile& file) {
  if (file.format == InstanceFormat::dimod_json) {
    throw InputError(fmt::format(
        "{}: is a dimod model, not a graph; use kind = \"ising\" or \"qubo\", or another format", file.path));
  }
  for (const InstanceFile::Entry& entry : file.entries) {
    if (entry.row == entry.column) {
      throw InputError(
          fmt::format("{}: an edge from vertex {} to itself; Max-Cut has none, kind \"qubo\" takes "
                      "such entries as linear terms",
                      file.place(entry), entry.row + file.first_index));
    }
  }
  terms_ = collect_terms(file, MirrorEntries::agree);
}

PairwiseModel MaxCut::model() const {
  CompensatedSum weight;
  for (const PairTerms::Pair& edge : terms_.pairs) {
    weight.add(edge.value);
  }
  return pairwise_model(domain, terms_, 0.5, -0.5 * weight.value());
}

Evaluation MaxCut::evaluate(const State& sides) const {
  CompensatedSum cut;
  for (const PairTerms::Pair& edge : terms_.pairs) {
    if (sides[static_cast<std::size_t>(edge.first)] != sides[static_cast<std::size_t>(edge.second)]) {
      cut.add(edge.value);
    }
  }
  return {.objective = cut.value(), .feasible = true};
}

}  // namespace onedial
