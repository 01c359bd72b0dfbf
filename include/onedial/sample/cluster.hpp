#pragma once
#include <cstdint>
#include <memory>

#include "onedial/model/pairwise_model.hpp"
#include "onedial/model/potts.hpp"
#include "onedial/sample/system.hpp"

/// Cluster updates: units that hold together at a temperature are turned together, so that large systems move
/// at a transition, where single units hardly do.
///
/// A bond is satisfied where its pair has the lower of its two energies. Every satisfied bond is active with
/// probability 1 − e^{−g/T}, g being what the bond would lose, and all others are not: what is not active
/// would have been broken by a Metropolis step. Units that active bonds connect are a cluster, and a cluster
/// is turned by a cyclic shift of its levels, which breaks no bond within (Fortuin, Kasteleyn 1972).
/// Couplings of any sign serve for two levels; for more, none may be negative. Fields are bonds to a ghost
/// unit (Coniglio, de Liberto, Monroy, Peruggi 1989; Wang 1989), which takes part as any other; states are
/// read relative to its level.
///
/// At T = 0 all satisfied bonds are active, at T = ∞ none. Frustration makes clusters that hold nearly all
/// units: cluster updates help ferromagnets and Potts models, not spin glasses. A unit on which nothing acts
/// is turned too.
namespace onedial {

enum class ClusterKind : std::uint8_t {
  swendsen_wang,  ///< every cluster is turned by a random shift, none included (Swendsen, Wang 1987)
  wolff,          ///< the cluster of a random unit is turned for certain (Wolff 1989)
};

/// R replicas of a model under cluster updates, as a System. A sweep of Swendsen–Wang turns every cluster
/// once. A sweep of Wolff turns `clusters_per_sweep` clusters, whatever their sizes: one that ended when
/// enough units had been turned would end more often after a large cluster, and its states would be biased.
/// At T = ∞ and with two levels Wolff flips exactly as many units a sweep, so that the parity of the units at
/// level 1 is not random; heat bath is the better choice there.
///
/// In SweepStats, attempts are the units of the clusters (all N where the ghost's is one of them), and flips
/// the units that changed. `write` refuses levels that the model does not have. Throws std::invalid_argument
/// if there are no units, replicas, threads or clusters a sweep.
std::unique_ptr<System> make_cluster_system(const std::shared_ptr<const PairwiseModel>& model,
                                            ClusterKind kind, Index replicas, Index threads,
                                            std::uint64_t seed, Index clusters_per_sweep = 1);

/// The same for a Potts model. Also throws if it has more than two levels and a negative coupling or field.
std::unique_ptr<System> make_cluster_system(const std::shared_ptr<const PottsModel>& model, ClusterKind kind,
                                            Index replicas, Index threads, std::uint64_t seed,
                                            Index clusters_per_sweep = 1);

}  // namespace onedial
