#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/model/potts.hpp"

namespace onedial {

/// A model as cluster updates see it: nodes with q levels, and bonds that each save a gain while they are
/// satisfied, E = E₀ − Σ gain. Nodes 0 … N−1 are the units; where there are fields, node N is the ghost,
/// which stands for level 0: the energy depends on levels relative to each other only.
class ClusterGraph {
 public:
  /// The far end of a bond. `rule` is twice the number of its gain, plus 1 if it is satisfied by levels that
  /// differ, which only two levels allow; by equal levels otherwise.
  struct Bond {
    std::uint32_t node;
    std::uint32_t rule;
  };

  explicit ClusterGraph(const PairwiseModel& model);
  /// Throws std::invalid_argument for a negative coupling or field among more than two levels.
  explicit ClusterGraph(const PottsModel& model);

  [[nodiscard]] std::size_t units() const { return units_; }
  [[nodiscard]] std::size_t nodes() const { return first_.size() - 1; }
  [[nodiscard]] bool has_ghost() const { return nodes() > units_; }
  [[nodiscard]] Level levels() const { return levels_; }
  [[nodiscard]] std::span<const Bond> bonds(std::size_t node) const {
    return {bonds_.data() + first_[node], bonds_.data() + first_[node + 1]};
  }
  /// The distinct gains, rising.
  [[nodiscard]] std::span<const double> gains() const { return gains_; }

  /// E of a level for each node.
  [[nodiscard]] double energy(std::span<const Level> levels) const;

 private:
  struct Pair {
    std::size_t first;
    std::size_t second;
    double gain;
    bool opposed;
  };
  void connect(const std::vector<Pair>& pairs, bool ghost);

  Level levels_;
  std::size_t units_;
  double unsatisfied_energy_;       // E₀
  std::vector<std::size_t> first_;  // (nodes + 1), of a node's bonds
  std::vector<Bond> bonds_;         // each from both of its ends
  std::vector<double> gains_;
};

/// The probability that a satisfied bond of each of the gains is active: 1 − e^{−gain/T}.
std::vector<double> bond_probabilities(std::span<const double> gains, Temperature t);

}  // namespace onedial
