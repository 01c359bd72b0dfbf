#include "onedial/problem/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "onedial/core/compensated_sum.hpp"

namespace onedial {
namespace {

/// Σ value·sᵢsⱼ + Σ linear·s + offset is −cut of the edges 2·value and, to one vertex more, 2·linear, and the
/// constant Σ value + Σ linear + offset.
Conversion cut_of(PairTerms spins) {
  Conversion result;
  CompensatedSum constant;
  constant.add(spins.offset);
  const Index extra = spins.units();
  PairTerms edges{.source = std::move(spins.source), .pairs = std::move(spins.pairs)};
  for (Index i = 0; i < extra; ++i) {
    const double linear = spins.linear[static_cast<std::size_t>(i)];
    if (linear != 0) {
      edges.pairs.push_back({.first = i, .second = extra, .value = linear});
      result.has_extra_unit = true;
    }
  }
  edges.linear.resize(static_cast<std::size_t>(extra + (result.has_extra_unit ? 1 : 0)));
  for (PairTerms::Pair& edge : edges.pairs) {
    constant.add(edge.value);
    edge.value *= 2;
  }
  std::sort(edges.pairs.begin(), edges.pairs.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second) < std::tie(b.first, b.second);
  });
  result.constant = constant.value();
  result.problem = std::make_shared<const MaxCut>(std::move(edges));
  return result;
}

}  // namespace

std::shared_ptr<const PairProblem> ground_state_problem(const PairwiseModel& model, std::string source) {
  PairTerms terms = terms_of(model, std::move(source));
  if (model.domain() == Domain::spin) {
    return std::make_shared<const Ising>(std::move(terms));
  }
  return std::make_shared<const Qubo>(std::move(terms));
}

Conversion convert(const std::shared_ptr<const PairProblem>& problem, std::string_view kind) {
  if (kind == problem->kind()) {
    return {.problem = problem};
  }
  if (kind == "max_cut") {
    return cut_of(terms_of(problem->model().in_domain(Domain::spin), problem->source()));
  }
  if (kind != "ising" && kind != "qubo") {
    throw std::invalid_argument(fmt::format("there is no conversion to \"{}\"", kind));
  }
  const Domain domain = kind == "ising" ? Domain::spin : Domain::binary;
  return {.problem = ground_state_problem(problem->model().in_domain(domain), problem->source())};
}

}  // namespace onedial
