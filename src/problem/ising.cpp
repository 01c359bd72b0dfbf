#include <fmt/format.h>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

Ising::Ising(const InstanceFile& file) : terms_(collect_terms(file, MirrorEntries::agree)) {
  if (file.domain == Domain::binary) {
    throw InputError(fmt::format("{}: is a model of bits; use kind = \"qubo\"", file.path));
  }
  if (file.format == InstanceFormat::gset || file.format == InstanceFormat::matrix) {
    for (double& field : terms_.linear) {
      field = 0 - field;
    }
    for (PairTerms::Pair& pair : terms_.pairs) {
      pair.value = -pair.value;
    }
  }
}

PairwiseModel Ising::model() const {
  return pairwise_model(domain, terms_, 1, terms_.offset);
}

Evaluation Ising::evaluate(const State& state) const {
  const auto spin = [&](Index unit) { return 2.0 * state[static_cast<std::size_t>(unit)] - 1; };
  CompensatedSum energy;
  energy.add(terms_.offset);
  for (Index i = 0; i < terms_.units(); ++i) {
    energy.add(terms_.linear[static_cast<std::size_t>(i)] * spin(i));
  }
  for (const PairTerms::Pair& pair : terms_.pairs) {
    energy.add(pair.value * spin(pair.first) * spin(pair.second));
  }
  return {.objective = energy.value(), .feasible = true};
}

}  // namespace onedial
