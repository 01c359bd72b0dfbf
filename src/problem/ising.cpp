#include <fmt/format.h>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/pair_problem.hpp"

namespace onedial {

namespace {

constexpr EntryMeaning couplings = {.mirror = MirrorEntries::agree, .matrix_sign = -1};

/// The file, unless it says that it is something else.
const InstanceFile& require_spins(const InstanceFile& file) {
  if (file.domain == Domain::binary) {
    throw InputError(fmt::format("{}: is a model of bits; use kind = \"qubo\"", file.path));
  }
  return file;
}

}  // namespace

Ising::Ising(const InstanceFile& file) : Ising(collect_terms(require_spins(file), couplings)) {}

Ising::Ising(PairTerms terms) : PairProblem(Domain::spin, std::move(terms), couplings) {}

PairwiseModel Ising::model() const {
  return pairwise_model(domain(), terms(), 1, terms().offset);
}

double Ising::objective(const State& state) const {
  const auto spin = [&](Index unit) { return 2.0 * state[static_cast<std::size_t>(unit)] - 1; };
  CompensatedSum energy;
  energy.add(terms().offset);
  for (Index i = 0; i < terms().units(); ++i) {
    energy.add(terms().linear[static_cast<std::size_t>(i)] * spin(i));
  }
  for (const PairTerms::Pair& pair : terms().pairs) {
    energy.add(pair.value * spin(pair.first) * spin(pair.second));
  }
  return energy.value();
}

}  // namespace onedial
