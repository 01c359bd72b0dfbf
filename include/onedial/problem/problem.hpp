#pragma once
#include <optional>
#include <string_view>
#include <variant>

#include "onedial/problem/pair_terms.hpp"

namespace onedial {

/// What an answer is worth. Computed from the instance itself, never from the model that was annealed.
struct Evaluation {
  double objective;
  bool feasible;
};

// Every problem has the same members:
// - `kind`, its name in configs; `objective_name`; `maximises`; the `domain` of its units;
// - a constructor from an instance file, which throws InputError where the file does not make sense for it;
// - `terms()`, the instance; `model()`, whose ground states are the answers; `evaluate(state)`.

/// Max-Cut: split the vertices of a weighted graph into two sides so that the edges between them weigh most.
/// In spins E = −½ Σ w_ij (1 − sᵢsⱼ), which is −cut exactly: J = −w/2, and an offset of −½ Σ w.
class MaxCut {
 public:
  static constexpr std::string_view kind = "max_cut";
  static constexpr std::string_view objective_name = "cut";
  static constexpr bool maximises = true;
  static constexpr Domain domain = Domain::spin;

  /// The weights of the edges, in any format but dimod's. An edge from a vertex to itself is an error.
  explicit MaxCut(const InstanceFile& file);
  [[nodiscard]] const PairTerms& terms() const { return terms_; }
  [[nodiscard]] PairwiseModel model() const;
  [[nodiscard]] Evaluation evaluate(const State& sides) const;

 private:
  PairTerms terms_;
};

/// Quadratic unconstrained binary optimisation: the least Σᵢ qᵢ xᵢ + Σ_{i<j} q_ij xᵢxⱼ + c over bits.
class Qubo {
 public:
  static constexpr std::string_view kind = "qubo";
  static constexpr std::string_view objective_name = "objective";
  static constexpr bool maximises = false;
  static constexpr Domain domain = Domain::binary;

  /// What an entry off the diagonal counts: in a matrix xᵀQx, once for each of the two triangles; in a file
  /// with a header (the Biq Mac library) twice, as it stands for both of them; in a list (dimod) once.
  explicit Qubo(const InstanceFile& file);
  [[nodiscard]] const PairTerms& terms() const { return terms_; }
  [[nodiscard]] PairwiseModel model() const;
  [[nodiscard]] Evaluation evaluate(const State& bits) const;

 private:
  PairTerms terms_;
};

/// The ground state of an Ising model. Files with a header and matrices hold couplings and, on the diagonal,
/// fields: E = −Σ_{i<j} J_ij sᵢsⱼ − Σ hᵢsᵢ. The formats of dimod hold biases: E = +Σ_{i<j} … + Σ … + c.
class Ising {
 public:
  static constexpr std::string_view kind = "ising";
  static constexpr std::string_view objective_name = "energy";
  static constexpr bool maximises = false;
  static constexpr Domain domain = Domain::spin;

  explicit Ising(const InstanceFile& file);
  /// A model that comes from no file, with terms as below.
  explicit Ising(PairTerms terms) : terms_(std::move(terms)) {}
  /// As biases: E = Σ_{i<j} value·sᵢsⱼ + Σ linear·s + offset.
  [[nodiscard]] const PairTerms& terms() const { return terms_; }
  [[nodiscard]] PairwiseModel model() const;
  [[nodiscard]] Evaluation evaluate(const State& state) const;

 private:
  PairTerms terms_;
};

/// The closed set of problems.
using Problem = std::variant<MaxCut, Qubo, Ising>;

/// Reads the instance at `path` as a problem of that kind ("max_cut", "qubo" or "ising").
/// Throws InputError as `read_instance` and the problems do, std::invalid_argument for an unknown kind.
Problem load_problem(std::string_view kind, const std::filesystem::path& path,
                     std::optional<InstanceFormat> format = std::nullopt);

std::string_view problem_kind(const Problem& problem);
std::string_view objective_name(const Problem& problem);
bool maximises(const Problem& problem);
Domain domain(const Problem& problem);
const PairTerms& terms(const Problem& problem);
PairwiseModel model(const Problem& problem);
/// Throws std::invalid_argument if the state has another size.
Evaluation evaluate(const Problem& problem, const State& state);

/// From the energy of a feasible answer to its objective, and back: the same number, or its negative where
/// the objective is maximised.
double energy_and_objective(const Problem& problem, double value);

}  // namespace onedial
