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

  /// Of the sweeps in which a level held a replica that had been at an end of the ladder, the fraction in
  /// which that end was the hot one, over all ladders (K): from 0 at the cold end to 1 at the hot one where
  /// replicas diffuse. NaN where there was none.
  [[nodiscard]] std::vector<double> hot_fractions() const;

  /// Counts swap rates, fractions and round trips afresh; what the replicas have visited stays known.
  void reset_statistics();

  /// Puts the levels to other temperatures, as many; replicas stay at their levels. Counts afresh. Throws
  /// std::invalid_argument if the number is another or they do not rise.
  void set_temperatures(std::vector<Temperature> temperatures);

  /// How often a replica that had been at the cold end came back to it by way of the hot end, all together.
  [[nodiscard]] Index round_trips() const { return round_trips_; }

 private:
  enum class Visited : std::uint8_t { nothing, cold_end, hot_end, hot_end_after_cold };

  [[nodiscard]] Index levels() const { return static_cast<Index>(temperatures_.size()); }
  void exchange(Index ladder);
  void note_ends(Index ladder);
  void count_flow(Index ladder);

  System& system_;
  std::vector<Temperature> temperatures_;
  Index ladders_;
  std::vector<Index> replicas_;          // (M × K), by level
  std::vector<Temperature> of_replica_;  // (M·K)
  std::vector<Visited> visited_;         // (M·K), by replica
  std::vector<RandomStream> random_;     // (M)
  std::vector<Index> tried_;             // (K − 1)
  std::vector<Index> made_;              // (K − 1)
  std::vector<Index> from_hot_;          // (K)
  std::vector<Index> from_either_;       // (K)
  Index round_trips_ = 0;
  bool odd_turn_ = false;
};

}  // namespace onedial
