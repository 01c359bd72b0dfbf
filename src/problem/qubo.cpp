#include <fmt/format.h>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/pair_problem.hpp"

namespace onedial {

namespace {

constexpr EntryMeaning quadratic_form = {.mirror = MirrorEntries::add, .half_pair = 2};

/// The file, unless it says that it is something else.
const InstanceFile& require_bits(const InstanceFile& file) {
  if (file.domain == Domain::spin) {
    throw InputError(fmt::format("{}: is a model of spins; use kind = \"ising\"", file.path));
  }
  return file;
}

}  // namespace

Qubo::Qubo(const InstanceFile& file) : Qubo(collect_terms(require_bits(file), quadratic_form)) {}

Qubo::Qubo(PairTerms terms) : PairProblem(Domain::binary, std::move(terms), quadratic_form) {}

PairwiseModel Qubo::model() const {
  return pairwise_model(domain(), terms(), 1, terms().offset);
}

double Qubo::objective(const State& bits) const {
  const auto on = [&](Index unit) { return bits[static_cast<std::size_t>(unit)] == 1; };
  CompensatedSum sum;
  sum.add(terms().offset);
  for (Index i = 0; i < terms().units(); ++i) {
    if (on(i)) {
      sum.add(terms().linear[static_cast<std::size_t>(i)]);
    }
  }
  for (const PairTerms::Pair& pair : terms().pairs) {
    if (on(pair.first) && on(pair.second)) {
      sum.add(pair.value);
    }
  }
  return sum.value();
}

}  // namespace onedial
