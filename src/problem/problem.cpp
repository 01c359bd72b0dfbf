#include "onedial/problem/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>

namespace onedial {
namespace {

using Loader = Problem (*)(const InstanceFile&);
struct Kind {
  std::string_view name;
  Loader load;
};

template <class Concrete>
constexpr Kind kind_of() {
  return {Concrete::kind, [](const InstanceFile& file) -> Problem { return Concrete(file); }};
}

constexpr std::array kinds = {kind_of<MaxCut>(), kind_of<Qubo>(), kind_of<Ising>()};

}  // namespace

Problem load_problem(std::string_view kind, const std::filesystem::path& path,
                     std::optional<InstanceFormat> format) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.name == kind; });
  if (found == kinds.end()) {
    throw std::invalid_argument(fmt::format("there is no problem of the kind \"{}\"", kind));
  }
  return found->load(read_instance(path, format));
}

std::string_view problem_kind(const Problem& problem) {
  return std::visit([](const auto& p) { return p.kind; }, problem);
}
std::string_view objective_name(const Problem& problem) {
  return std::visit([](const auto& p) { return p.objective_name; }, problem);
}
bool maximises(const Problem& problem) {
  return std::visit([](const auto& p) { return p.maximises; }, problem);
}
Domain domain(const Problem& problem) {
  return std::visit([](const auto& p) { return p.domain; }, problem);
}
const PairTerms& terms(const Problem& problem) {
  return std::visit([](const auto& p) -> const PairTerms& { return p.terms(); }, problem);
}
PairwiseModel model(const Problem& problem) {
  return std::visit([](const auto& p) { return p.model(); }, problem);
}

Evaluation evaluate(const Problem& problem, const State& state) {
  const Index units = terms(problem).units();
  if (std::ssize(state) != units) {
    throw std::invalid_argument(fmt::format("a state of {} units for a problem of {}", state.size(), units));
  }
  return std::visit([&](const auto& p) { return p.evaluate(state); }, problem);
}

double energy_and_objective(const Problem& problem, double value) {
  return maximises(problem) ? 0 - value : value;  // no −0
}

}  // namespace onedial
