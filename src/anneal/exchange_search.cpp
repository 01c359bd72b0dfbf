#include "onedial/anneal/exchange_search.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "onedial/anneal/best_so_far.hpp"
#include "onedial/anneal/isoenergetic_clusters.hpp"
#include "onedial/anneal/phase_seed.hpp"
#include "onedial/sample/kernel.hpp"
#include "run_watch.hpp"

namespace onedial {
namespace {

/// Makes the cluster moves of a search, and counts them.
class LadderClusters {
 public:
  LadderClusters(System& system, const ReplicaExchange& exchange, const ClusterMoves& moves,
                 std::uint64_t seed)
      : system_(system), exchange_(exchange), every_(moves.every), clusters_(*moves.model) {
    if (moves.every < 1) {
      throw std::invalid_argument(
          fmt::format("sweeps between cluster moves ({}) must be at least 1", every_));
    }
    if (exchange.ladders() < 2) {
      throw std::invalid_argument("cluster moves need at least 2 ladders");
    }
    if (clusters_.size() != system.size()) {
      throw std::invalid_argument(
          fmt::format("cluster moves of {} units for a system of {}", clusters_.size(), system.size()));
    }
    const auto& ladder = exchange.temperatures();
    levels_ = std::upper_bound(ladder.begin(), ladder.end(), moves.hottest) - ladder.begin();
    for (Index m = 0; m < exchange.ladders(); ++m) {
      random_.emplace_back(phase_seed(seed, RunPhase::cluster_moves), static_cast<std::uint64_t>(m));
    }
  }

  void after_sweep(Index sweep) {
    if (sweep % every_ != 0) {
      return;
    }
    const Index ladders = exchange_.ladders();
    for (Index m = is_odd_turn_ ? 1 : 0; m + (is_odd_turn_ ? 0 : 1) < ladders; m += 2) {
      for (Index level = 0; level < levels_; ++level) {
        move(exchange_.replica_at(m, level), exchange_.replica_at((m + 1) % ladders, level),
             random_[static_cast<std::size_t>(m)]);
      }
    }
    is_odd_turn_ = !is_odd_turn_;
  }

  [[nodiscard]] Index made() const { return made_; }
  [[nodiscard]] Index units() const { return units_; }

 private:
  void move(Index a, Index b, RandomStream& random) {
    system_.read(a, state_a_);
    system_.read(b, state_b_);
    RandomDecision decide(random);
    const auto cluster = clusters_.exchange(state_a_, state_b_, decide);
    if (!cluster.empty()) {
      system_.write(a, state_a_);
      system_.write(b, state_b_);
      ++made_;
      units_ += std::ssize(cluster);
    }
  }

  System& system_;
  const ReplicaExchange& exchange_;
  Index every_;
  Index levels_ = 0;  // the coldest ones, at which moves are made
  IsoenergeticClusters clusters_;
  std::vector<RandomStream> random_;  // (M)
  State state_a_;
  State state_b_;
  bool is_odd_turn_ = false;
  Index made_ = 0;
  Index units_ = 0;
};

}  // namespace

ExchangeSearchResult exchange_search(System& system, const ExchangeSearchSettings& settings,
                                     const ExchangeObserver& observer) {
  if (settings.sweeps < 1) {
    throw std::invalid_argument(fmt::format("sweeps ({}) must be at least 1", settings.sweeps));
  }
  const RunWatch watch(settings.limits);
  ReplicaExchange exchange(system, settings.temperatures, settings.seed);
  std::optional<LadderClusters> clusters;
  if (settings.cluster_moves) {
    clusters.emplace(system, exchange, *settings.cluster_moves, settings.seed);
  }
  ExchangeSearchResult result;
  AnnealResult& run = result.run;
  BestSoFar best(system, run, settings.limits.is_feasible);

  while (run.sweeps < settings.sweeps) {
    const Progress progress{.sweep = run.sweeps, .sweeps = settings.sweeps};
    const SweepStats stats = exchange.sweep();
    run.updates += stats.attempts;
    ++run.sweeps;
    if (clusters) {
      clusters->after_sweep(run.sweeps);
    }
    best.update(run.sweeps);
    const ExchangeSweep sweep{.progress = progress,
                              .stats = stats,
                              .exchange = exchange,
                              .energies = system.energies(),
                              .best_energy = run.best_energy};
    if (observer && !observer(sweep)) {
      run.stop_reason = StopReason::interrupted;
      break;
    }
    if (const auto reason = watch.end(run, run.sweeps < settings.sweeps)) {
      run.stop_reason = *reason;
      break;
    }
  }

  watch.finish(run, system);
  result.ladders = exchange.ladders();
  result.ladder_hits = watch.group_hits(run, result.ladders);
  result.swap_rates = exchange.swap_rates();
  result.round_trips = exchange.round_trips();
  result.mean_round_trip_sweeps = exchange.mean_round_trip_sweeps();
  result.cluster_moves = clusters ? clusters->made() : 0;
  result.mean_cluster = result.cluster_moves > 0 ? static_cast<double>(clusters->units()) /
                                                       static_cast<double>(result.cluster_moves)
                                                 : std::numeric_limits<double>::quiet_NaN();
  return result;
}

}  // namespace onedial
