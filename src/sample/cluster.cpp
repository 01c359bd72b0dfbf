#include "onedial/sample/cluster.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "cluster_graph.hpp"
#include "cluster_update.hpp"
#include "onedial/sample/replica_system.hpp"

namespace onedial {
namespace {

/// A SystemReplica under cluster updates.
class ClusterReplica {
 public:
  ClusterReplica(std::shared_ptr<const ClusterGraph> graph, ClusterKind kind, Index clusters_per_sweep)
      : graph_(std::move(graph)),
        kind_(kind),
        clusters_per_sweep_(clusters_per_sweep),
        clusters_(*graph_),
        random_(0, 0) {}

  [[nodiscard]] Index size() const { return static_cast<Index>(graph_->units()); }
  [[nodiscard]] double energy() const { return energy_; }
  void refresh() { energy_ = graph_->energy(clusters_.levels()); }

  void read(State& state) const {
    const auto levels = clusters_.levels();
    const Level ghost = graph_->has_ghost() ? levels.back() : 0;
    state.resize(graph_->units());
    for (std::size_t unit = 0; unit < state.size(); ++unit) {
      const Level level = levels[unit] - ghost;
      state[unit] = level < 0 ? level + graph_->levels() : level;
    }
  }

  void place(const State& state) {
    require_levels(state, graph_->levels());
    const auto levels = clusters_.levels();
    std::fill(std::copy(state.begin(), state.end(), levels.begin()), levels.end(), 0);
    refresh();
  }

  void randomize(const RandomStream& random) {
    random_ = random;
    RandomDecision decide(random_);
    for (Level& level : clusters_.levels().first(graph_->units())) {
      level = static_cast<Level>(decide.below(graph_->levels()));
    }
    if (graph_->has_ghost()) {
      clusters_.levels().back() = 0;
    }
    refresh();
  }

  void transfer(StateArchive& archive) {
    archive.values(clusters_.levels());
    archive.value(random_);
    archive.value(energy_);
  }

  SweepStats sweep(Temperature t) {
    if (t != temperature_) {
      thresholds_ = bond_thresholds(bond_probabilities(graph_->gains(), t));
      temperature_ = t;
    }
    BondDraws draws(random_, thresholds_);
    SweepStats stats;
    const auto note = [&](const ClusterState::Update& update) {
      energy_ += update.energy_change;
      stats.attempts += update.units;
      stats.flips += update.changed;
    };
    if (kind_ == ClusterKind::swendsen_wang) {
      note(clusters_.swendsen_wang(*graph_, draws));
    } else {
      for (Index k = 0; k < clusters_per_sweep_; ++k) {
        note(clusters_.wolff(*graph_, draws));
      }
    }
    random_ = draws.random();
    return stats;
  }

 private:
  std::shared_ptr<const ClusterGraph> graph_;
  ClusterKind kind_;
  Index clusters_per_sweep_;
  ClusterState clusters_;
  RandomStream random_;
  std::optional<Temperature> temperature_;  // that the thresholds are for
  std::vector<std::uint64_t> thresholds_;   // of the gains
  double energy_ = 0;
};

template <class Model>
std::unique_ptr<System> make(const Model& model, ClusterKind kind, Index replicas, Index threads,
                             std::uint64_t seed, Index clusters_per_sweep) {
  if (clusters_per_sweep < 1) {
    throw std::invalid_argument("clusters_per_sweep (" + std::to_string(clusters_per_sweep) +
                                ") must be at least 1");
  }
  const ClusterReplica replica(std::make_shared<const ClusterGraph>(model), kind, clusters_per_sweep);
  return std::make_unique<ReplicaSystem<ClusterReplica>>(replica, replicas, seed, threads);
}

}  // namespace

std::unique_ptr<System> make_cluster_system(const std::shared_ptr<const PairwiseModel>& model,
                                            ClusterKind kind, Index replicas, Index threads,
                                            std::uint64_t seed, Index clusters_per_sweep) {
  return make(*model, kind, replicas, threads, seed, clusters_per_sweep);
}

std::unique_ptr<System> make_cluster_system(const std::shared_ptr<const PottsModel>& model, ClusterKind kind,
                                            Index replicas, Index threads, std::uint64_t seed,
                                            Index clusters_per_sweep) {
  return make(*model, kind, replicas, threads, seed, clusters_per_sweep);
}

}  // namespace onedial
