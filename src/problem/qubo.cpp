#include <fmt/format.h>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

Qubo::Qubo(const InstanceFile& file) : terms_(collect_terms(file, MirrorEntries::add)) {
  if (file.domain == Domain::spin) {
    throw InputError(fmt::format("{}: is a model of spins; use kind = \"ising\"", file.path));
  }
  if (file.format == InstanceFormat::gset) {
    for (PairTerms::Pair& pair : terms_.pairs) {
      pair.value *= 2;
    }
  }
}

PairwiseModel Qubo::model() const {
  return pairwise_model(domain, terms_, 1, terms_.offset);
}

Evaluation Qubo::evaluate(const State& bits) const {
  const auto on = [&](Index unit) { return bits[static_cast<std::size_t>(unit)] == 1; };
  CompensatedSum sum;
  sum.add(terms_.offset);
  for (Index i = 0; i < terms_.units(); ++i) {
    if (on(i)) {
      sum.add(terms_.linear[static_cast<std::size_t>(i)]);
    }
  }
  for (const PairTerms::Pair& pair : terms_.pairs) {
    if (on(pair.first) && on(pair.second)) {
      sum.add(pair.value);
    }
  }
  return {.objective = sum.value(), .feasible = true};
}

}  // namespace onedial
