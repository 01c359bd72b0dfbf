#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/anneal/run_limits.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// Isoenergetic cluster moves between replicas of different ladders at one temperature.
struct ClusterMoves {
  std::shared_ptr<const PairwiseModel> model;  ///< that the system samples
  Temperature hottest;                         ///< of the levels at which they are made; see `coupling_scale`
  Index every = 10;  ///< sweeps: to read and write states takes longer than to sweep them
};

/// How to search the ground state by replica exchange.
struct ExchangeSearchSettings {
  std::vector<Temperature> temperatures = {};  ///< of the levels (K), rising; see `plan_ladder`
  Index sweeps = 1000;                         ///< of each replica
  std::optional<ClusterMoves> cluster_moves = std::nullopt;
  RunLimits limits = {};
  std::uint64_t seed = 0;
};

/// What an observer sees after each sweep.
struct ExchangeSweep {
  Progress progress;
  SweepStats stats;                  ///< of all replicas
  const ReplicaExchange& exchange;   ///< who is where, swap rates and round trips so far
  std::span<const double> energies;  ///< of each replica, after swaps and cluster moves
  double best_energy;                ///< the least energy seen so far, in any replica
};

/// Called after each sweep; the run ends as interrupted when it returns false.
using ExchangeObserver = std::function<bool(const ExchangeSweep&)>;

struct ExchangeSearchResult {
  /// Replicas of one ladder feed each other: the probability of success is that of a ladder, and
  /// `ladder_hits` of `ladders` have succeeded.
  AnnealResult run;
  Index ladders = 0;               ///< M
  Index ladder_hits = 0;           ///< ladders with a replica that has hit the target at any time
  std::vector<double> swap_rates;  ///< (K − 1), see ReplicaExchange
  Index round_trips = 0;
  double mean_round_trip_sweeps = 0;  ///< NaN where none was made
  Index cluster_moves = 0;            ///< made; those that found nothing to exchange do not count
  double mean_cluster = 0;            ///< units of a cluster; NaN where none was flipped
};

/// Replica exchange as an optimiser: the replicas of `system` make M ladders of K levels (see
/// `ReplicaExchange`), and the best state seen at the end of any sweep is kept. Unlike annealing it does not
/// stop looking: whatever is stuck in a valley goes up the ladder and comes down elsewhere.
///
/// With cluster moves, after every so many sweeps the replicas of ladders 2m and 2m + 1, and the next time
/// those of 2m − 1 and 2m, move a cluster at each level that is cold enough. They draw from streams of `seed`
/// of their own (see `phase_seed`), one a ladder. They tie ladders to each other, which makes `ladder_hits`
/// more alike than independent ones.
///
/// Throws std::invalid_argument as ReplicaExchange does, for less than one sweep, limits that make no sense,
/// and for cluster moves with less than two ladders, a model of another size or less than one sweep between.
ExchangeSearchResult exchange_search(System& system, const ExchangeSearchSettings& settings,
                                     const ExchangeObserver& observer = {});

}  // namespace onedial
