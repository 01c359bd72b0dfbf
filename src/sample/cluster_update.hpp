#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "cluster_graph.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {

/// The random decisions of a cluster update, from a generator of 64 random bits. Owns the generator, so that
/// a copy on the stack keeps its state in registers.
template <class Random>
class BondDraws {
 public:
  /// `thresholds` are `bond_thresholds`.
  BondDraws(const Random& random, std::span<const std::uint64_t> thresholds)
      : random_(random), thresholds_(thresholds.data()) {}

  /// 1 if a bond is active, which only a satisfied one can be, and 0 otherwise. Arithmetic instead of a jump,
  /// and a number drawn in either case: nobody can foresee the answer, and a wrong guess costs more.
  std::uint32_t active(bool satisfied, std::uint32_t gain) {
    const std::uint64_t below = ((random_() >> 11U) - thresholds_[gain]) >> 63U;
    return static_cast<std::uint32_t>(below) & static_cast<std::uint32_t>(satisfied);
  }

  /// One of 0 … count − 1, each as likely as any other.
  Index below(Index count) { return RandomDecision(random_).below(count); }

  [[nodiscard]] const Random& random() const { return random_; }

 private:
  Random random_;
  const std::uint64_t* thresholds_;
};

/// Probabilities as the numbers of 53 bits that BondDraws compares with: a draw is below with the
/// probability, to 2⁻⁵³.
inline std::vector<std::uint64_t> bond_thresholds(std::span<const double> probabilities) {
  std::vector<std::uint64_t> result;
  result.reserve(probabilities.size());
  for (const double probability : probabilities) {
    result.push_back(static_cast<std::uint64_t>(std::ceil(probability * 0x1p53)));
  }
  return result;
}

/// The levels of a graph's nodes, and the updates that turn clusters of them. `Draws` is BondDraws; tests
/// pass one that walks through every outcome.
class ClusterState {
 public:
  /// Every node at level 0.
  explicit ClusterState(const ClusterGraph& graph)
      : levels_(graph.nodes(), 0),
        queue_(graph.nodes() + 1),
        turned_by_(static_cast<std::size_t>(graph.levels())) {}

  /// Of the nodes. Only those relative to the ghost mean anything.
  [[nodiscard]] std::span<Level> levels() { return levels_; }
  [[nodiscard]] std::span<const Level> levels() const { return levels_; }

  struct Update {
    double energy_change;
    Index units;    ///< of the clusters; all where the ghost's is one of them
    Index changed;  ///< units that have another level, relative to the ghost if there is one
  };

  /// Turns every cluster by a shift of its own, 0 … q−1.
  template <class Draws>
  Update swendsen_wang(const ClusterGraph& graph, Draws& draws);

  /// Turns the cluster of a random unit by a shift of 1 … q−1.
  template <class Draws>
  Update wolff(const ClusterGraph& graph, Draws& draws);

 private:
  /// Set beside the level of a node that belongs to a cluster of this update, so that no bond finds it again.
  static constexpr unsigned in_cluster_bit = 30;
  static constexpr Level in_cluster = Level{1} << in_cluster_bit;

  struct Cluster {
    std::size_t end;  // of its nodes in the queue
    double energy_change;
  };

  template <class Draws>
  Cluster turn_cluster(const ClusterGraph& graph, std::uint32_t seed, Level shift, std::size_t begin,
                       Draws& draws);

  std::vector<Level> levels_;  // (nodes)
  std::vector<std::uint32_t>
      queue_;                     // (nodes + 1): the nodes of the clusters so far, and a place to write to
  std::vector<Index> turned_by_;  // (q): how many nodes each shift has turned
};

/// Turns the cluster of `seed` and puts its nodes into the queue from `begin` on. A node is marked when it is
/// found, and turned when its own bonds are looked at: the energy changes as if nodes were turned one by one,
/// each beside the present levels of the others.
template <class Draws>
ClusterState::Cluster ClusterState::turn_cluster(const ClusterGraph& graph, std::uint32_t seed, Level shift,
                                                 std::size_t begin, Draws& draws) {
  Draws local = draws;
  const double* gains = graph.gains().data();
  Level* levels = levels_.data();
  std::uint32_t* queue = queue_.data();
  double energy_change = 0;
  levels[seed] |= in_cluster;
  queue[begin] = seed;
  std::size_t end = begin + 1;
  for (std::size_t next = begin; next < end; ++next) {
    const std::uint32_t node = queue[next];
    const Level from = levels[node] & ~in_cluster;
    const Level sum = from + shift;
    const Level to = sum < graph.levels() ? sum : sum - graph.levels();
    levels[node] = to | in_cluster;
    double cost = 0;
    for (const ClusterGraph::Bond bond : graph.bonds(node)) {
      const auto opposed = static_cast<Level>(bond.rule & 1U);
      const std::uint32_t gain = bond.rule >> 1U;
      const Level other = levels[bond.node];
      const Level other_level = other & ~in_cluster;
      cost += gains[gain] * (static_cast<int>(other_level == (from ^ opposed)) -
                             static_cast<int>(other_level == (to ^ opposed)));
      const std::uint32_t joins = local.active(other == (from ^ opposed), gain);
      levels[bond.node] = other | (static_cast<Level>(joins) << in_cluster_bit);
      queue[end] = bond.node;
      end += joins;
    }
    energy_change += cost;
  }
  draws = local;
  return {end, energy_change};
}

template <class Draws>
ClusterState::Update ClusterState::swendsen_wang(const ClusterGraph& graph, Draws& draws) {
  const Level ghost_before = levels_.back();
  std::fill(turned_by_.begin(), turned_by_.end(), 0);
  double energy_change = 0;
  std::size_t end = 0;
  for (std::uint32_t seed = 0; seed < levels_.size(); ++seed) {
    if ((levels_[seed] & in_cluster) == 0) {
      const auto shift = static_cast<Level>(draws.below(graph.levels()));
      const Cluster cluster = turn_cluster(graph, seed, shift, end, draws);
      energy_change += cluster.energy_change;
      turned_by_[static_cast<std::size_t>(shift)] += static_cast<Index>(cluster.end - end);
      end = cluster.end;
    }
  }
  for (Level& level : levels_) {
    level &= ~in_cluster;
  }
  const Level still =
      graph.has_ghost() ? (levels_.back() - ghost_before + graph.levels()) % graph.levels() : 0;
  return {.energy_change = energy_change,
          .units = static_cast<Index>(graph.units()),
          .changed = static_cast<Index>(end) - turned_by_[static_cast<std::size_t>(still)]};
}

template <class Draws>
ClusterState::Update ClusterState::wolff(const ClusterGraph& graph, Draws& draws) {
  const Level ghost_before = levels_.back();
  const auto units = static_cast<Index>(graph.units());
  const auto seed = static_cast<std::uint32_t>(draws.below(units));
  const auto shift = static_cast<Level>(1 + draws.below(graph.levels() - 1));
  const Cluster cluster = turn_cluster(graph, seed, shift, 0, draws);
  for (std::size_t k = 0; k < cluster.end; ++k) {
    levels_[queue_[k]] &= ~in_cluster;
  }
  const auto size = static_cast<Index>(cluster.end);
  const bool ghost_turned = graph.has_ghost() && levels_.back() != ghost_before;
  return {.energy_change = cluster.energy_change,
          .units = ghost_turned ? units : size,
          .changed = ghost_turned ? static_cast<Index>(graph.nodes()) - size : size};
}

}  // namespace onedial
