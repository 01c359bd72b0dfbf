#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "onedial/problem/pair_problem.hpp"

namespace onedial {

/// A model as the task of finding its ground state: an Ising or a Qubo. `source` says where it comes from.
std::shared_ptr<const PairProblem> ground_state_problem(const PairwiseModel& model, std::string source);

/// A task as one of another kind.
struct Conversion {
  std::shared_ptr<const PairProblem> problem;
  /// What an answer's energy in the first task is above its energy here.
  double constant = 0;
  /// Whether there is one unit more, the last: a graph has no fields, so that they become edges to a vertex
  /// whose side counts as +1 (F. Barahona, M. Jünger, G. Reinelt 1989).
  bool has_extra_unit = false;
};

/// Converts between "max_cut", "qubo" and "ising". Answers are the same levels, and energies differ by
/// the constant, up to the rounding of PairwiseModel::in_domain: to the last bit where numbers are integers
/// or have few binary digits. A task of that kind already stays what it is. Throws std::invalid_argument for
/// another kind, InputError, naming the source, where energies can overflow.
Conversion convert(const std::shared_ptr<const PairProblem>& problem, std::string_view kind);

}  // namespace onedial
