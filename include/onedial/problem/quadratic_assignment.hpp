#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "onedial/problem/problem.hpp"

namespace onedial {

/// Flows between N facilities and distances between N locations, of any signs and symmetric or not. Facility
/// f at location l(f) costs Σ_{f,g} flow(f, g)·distance(l(f), l(g)), f = g included.
struct AssignmentInstance {
  std::string source;
  Index size = 0;
  std::vector<double> flows = {};      ///< (N × N) by rows
  std::vector<double> distances = {};  ///< (N × N)

  [[nodiscard]] double flow(Index f, Index g) const { return flows[static_cast<std::size_t>(f * size + g)]; }
  [[nodiscard]] double distance(Index k, Index l) const {
    return distances[static_cast<std::size_t>(k * size + l)];
  }
};

/// Reads QAPLIB's format: N, then the flows and the distances row by row, broken into lines anywhere. Throws
/// InputError; nothing is allocated for numbers that the file cannot hold.
AssignmentInstance read_qaplib(const std::filesystem::path& path);

/// What an assignment costs, in the form of SwapModel: the state is the location of each facility, and a swap
/// costs O(N).
class AssignmentCosts {
 public:
  explicit AssignmentCosts(std::shared_ptr<const AssignmentInstance> instance)
      : instance_(std::move(instance)) {}

  [[nodiscard]] Index size() const { return instance_->size; }
  double place(const State& locations) const;
  [[nodiscard]] double swap_change(const State& locations, Index r, Index s) const;
  static void swap(const State& /*locations*/, Index /*r*/, Index /*s*/) {}

 private:
  std::shared_ptr<const AssignmentInstance> instance_;
};

/// Quadratic assignment (Koopmans, Beckmann 1957): a location for each facility so that the flows travel
/// least. An answer is the location of each facility.
///
/// Encodings: "permutation" (SwapModel), and "qubo", a bit for each facility and location.
class QuadraticAssignment final : public Problem {
 public:
  explicit QuadraticAssignment(AssignmentInstance instance);

  [[nodiscard]] std::string_view kind() const override { return "qap"; }
  [[nodiscard]] std::string_view objective_name() const override { return "cost"; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const override;
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;

  /// Facilities without a location cost nothing.
  [[nodiscard]] Evaluation evaluate(const State& answer) const override;
  /// With the locations that are left over for facilities that have none, in the order of their numbers.
  [[nodiscard]] std::optional<State> repaired(const State& answer) const override;

  /// A line a facility, `facility location`, counted from 1; location 0 for a facility without one. Solutions
  /// of QAPLIB are read as well: N and the cost, which is not believed, and the location of each facility.
  [[nodiscard]] std::string answer_text(const State& answer) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

 private:
  std::shared_ptr<const AssignmentInstance> instance_;
};

}  // namespace onedial
