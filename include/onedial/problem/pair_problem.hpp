#pragma once
#include "onedial/problem/pair_terms.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

/// A task over N spins or bits that is a pairwise model by itself: answers are states of the model, and all
/// of them are feasible.
class PairProblem : public Problem {
 public:
  [[nodiscard]] const PairTerms& terms() const { return terms_; }
  [[nodiscard]] Domain domain() const { return domain_; }
  [[nodiscard]] virtual PairwiseModel model() const = 0;

  /// What a file of that format says of this task, for `instance_bytes`: read as this kind, it is the same
  /// task. An offset that the format has no room for is there all the same.
  /// Throws std::invalid_argument if the format holds no tasks of this kind.
  [[nodiscard]] InstanceFile instance(InstanceFormat format) const;

  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const final;
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const final;
  [[nodiscard]] Evaluation evaluate(const State& answer) const final;

  /// One unit a line: `index value`. Units are counted as the instance counts them; values are bits, or −1
  /// and 1 where the task is over spins. Lines are read in any order.
  [[nodiscard]] std::string answer_text(const State& answer) const final;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const final;

 protected:
  PairProblem(Domain domain, PairTerms terms, const EntryMeaning& meaning);

  /// Of an answer of N levels.
  [[nodiscard]] virtual double objective(const State& answer) const = 0;

 private:
  /// Whether 0 and 1 stand for −1 and 1 as well: where the levels of spins are mere names.
  [[nodiscard]] virtual bool takes_bits_for_spins() const { return false; }

  /// Whether the task is a graph, whose vertices are neither bits nor spins until it is cut.
  [[nodiscard]] virtual bool is_graph() const { return false; }

  Domain domain_;
  PairTerms terms_;
  EntryMeaning meaning_;
};

/// Max-Cut: split the vertices of a weighted graph into two sides so that the edges between them weigh most.
/// In spins E = −½ Σ w_ij (1 − sᵢsⱼ), which is −cut exactly: J = −w/2, and an offset of −½ Σ w.
class MaxCut final : public PairProblem {
 public:
  /// The weights of the edges, in any format but dimod's and the OR-library's. Throws InputError for an edge
  /// from a vertex to itself, unless it weighs nothing.
  explicit MaxCut(const InstanceFile& file);
  /// A graph that comes from no file: the pairs are its edges. Throws std::invalid_argument if there are
  /// linear terms or an offset.
  explicit MaxCut(PairTerms edges);
  [[nodiscard]] std::string_view kind() const override { return "max_cut"; }
  [[nodiscard]] std::string_view objective_name() const override { return "cut"; }
  [[nodiscard]] bool maximises() const override { return true; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] PairwiseModel model() const override;

 private:
  [[nodiscard]] double objective(const State& sides) const override;
  [[nodiscard]] bool takes_bits_for_spins() const override { return true; }
  [[nodiscard]] bool is_graph() const override { return true; }
};

/// Quadratic unconstrained binary optimisation: the least Σᵢ qᵢ xᵢ + Σ_{i<j} q_ij xᵢxⱼ + c over bits.
class Qubo final : public PairProblem {
 public:
  /// What an entry off the diagonal counts: in a matrix xᵀQx, once for each of the two triangles; in half a
  /// matrix (the Biq Mac library) twice, as it stands for both of them; in a list of terms (dimod) once.
  explicit Qubo(const InstanceFile& file);
  /// A task that comes from no file: Σ linearᵢ xᵢ + Σ_{i<j} value·xᵢxⱼ + offset.
  explicit Qubo(PairTerms terms);
  [[nodiscard]] std::string_view kind() const override { return "qubo"; }
  [[nodiscard]] std::string_view objective_name() const override { return "objective"; }
  [[nodiscard]] PairwiseModel model() const override;

 private:
  [[nodiscard]] double objective(const State& bits) const override;
};

/// The ground state of an Ising model. Matrices, whole or half, hold couplings and, on the diagonal, fields:
/// E = −Σ_{i<j} J_ij sᵢsⱼ − Σ hᵢsᵢ. Lists of terms (dimod) hold biases: E = +Σ_{i<j} … + Σ … + c.
class Ising final : public PairProblem {
 public:
  explicit Ising(const InstanceFile& file);
  /// A model that comes from no file, with terms as biases: E = Σ_{i<j} value·sᵢsⱼ + Σ linear·s + offset.
  explicit Ising(PairTerms terms);
  [[nodiscard]] std::string_view kind() const override { return "ising"; }
  [[nodiscard]] std::string_view objective_name() const override { return "energy"; }
  [[nodiscard]] PairwiseModel model() const override;

 private:
  [[nodiscard]] double objective(const State& state) const override;
};

}  // namespace onedial
