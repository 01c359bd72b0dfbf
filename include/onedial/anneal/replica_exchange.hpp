#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// Replica exchange (Swendsen, Wang 1986; Hukushima, Nemoto 1996): the replicas of a system on a ladder of K
/// temperatures, of which neighbours swap theirs with probability min(1, e^{(β_a − β_b)(E_a − E_b)}). What is
/// frozen at the cold end gets out of its valley by way of the hot one, and every level stays in equilibrium.
///
/// A system of M·K replicas makes M independent ladders: replicas mK … mK + K − 1 are those of ladder m and
/// start at its levels 0 … K − 1, from cold to hot. Temperatures move, states stay. After each sweep either
/// the even or the odd pairs of neighbours try a swap, in turn, which carries a replica further than pairs
/// drawn at random do (Okabe, Kawata, Okamoto, Mikami 2001).
class ReplicaExchange {
 public:
  /// Swaps draw from streams 2⁶³ + m of `seed`, which no replica uses. The system is kept by reference.
  /// Throws std::invalid_argument for less than two temperatures, if they do not rise, and if the system's
  /// replicas are no multiple of K.
  ReplicaExchange(System& system, std::vector<Temperature> temperatures, std::uint64_t seed);

  /// One sweep of every replica at its temperature, then the swaps of this turn.
  SweepStats sweep();

  [[nodiscard]] const std::vector<Temperature>& temperatures() const { return temperatures_; }  ///< (K)
  [[nodiscard]] Index ladders() const { return ladders_; }                                      ///< M

  /// Which replica of the system is at a level of a ladder.
  [[nodiscard]] Index replica_at(Index ladder, Index level) const {
    return replicas_[static_cast<std::size_t>(ladder * levels() + level)];
  }
  /// The energy at a level of a ladder.
  [[nodiscard]] double energy_at(Index ladder, Index level) const {
    return system_.energies()[static_cast<std::size_t>(replica_at(ladder, level))];
  }

  /// The fraction of the swaps tried between levels k and k + 1 that were made, over all ladders (K − 1).
  /// NaN where none was tried yet.
  [[nodiscard]] std::vector<double> swap_rates() const;

  /// Of the replicas seen at each level that had been at an end of the ladder before, the fraction that came
  /// from the hot end last, over all sweeps and ladders (K): 0 at the cold end, 1 at the hot end, and what
  /// `feedback_ladder` asks for in between. NaN where there was none.
  [[nodiscard]] std::vector<double> hot_fractions() const;

  /// How often a replica that had been at the cold end came back to it by way of the hot end, all together.
  [[nodiscard]] Index round_trips() const { return round_trips_; }

  /// How many sweeps a replica takes for a round trip, on average. NaN where none was made yet.
  [[nodiscard]] double mean_round_trip_sweeps() const;

  /// Counts swaps, fractions and round trips afresh, as after equilibration. Replicas keep their levels, and
  /// it stays known which end each came from.
  void reset_statistics();

  /// Puts other temperatures, as many, in place of those of the levels, and counts afresh. Replicas keep
  /// their levels, so that they need time to come into equilibrium. Throws std::invalid_argument if the
  /// number differs or they do not rise.
  void set_temperatures(std::vector<Temperature> temperatures);

 private:
  enum class Visited : std::uint8_t { nothing, cold_end, hot_end, hot_end_after_cold };

  [[nodiscard]] Index levels() const { return static_cast<Index>(temperatures_.size()); }
  void exchange(Index ladder);
  void note_ends(Index ladder);
  void count_origins(Index ladder);

  System& system_;
  std::vector<Temperature> temperatures_;
  Index ladders_;
  std::vector<Index> replicas_;          // (M × K), by level
  std::vector<Temperature> of_replica_;  // (M·K)
  std::vector<Visited> visited_;         // (M·K), by replica
  std::vector<RandomStream> random_;     // (M)
  std::vector<Index> tried_;             // (K − 1)
  std::vector<Index> made_;              // (K − 1)
  std::vector<Index> from_an_end_;       // (K)
  std::vector<Index> from_hot_end_;      // (K)
  Index sweeps_ = 0;
  Index round_trips_ = 0;
  bool odd_turn_ = false;
};

}  // namespace onedial
