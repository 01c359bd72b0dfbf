#pragma once
#include <limits>
#include <utility>
#include <vector>

#include "onedial/core/density_of_states.hpp"
#include "onedial/sample/energy_levels.hpp"

namespace onedial {

/// What is known of every energy level: an array, since it is read in every step of a walk. It grows when a
/// walk comes to an energy beyond its ends, unless the range of the levels forbids that energy.
class LevelTable {
 public:
  /// ln g of a level that no walk has come to: no state is known to have its energy.
  static constexpr double unknown = -std::numeric_limits<double>::infinity();

  struct Entry {
    double log_states;  ///< ln g, or what stands for it in the weight 1/g
    Index visits = 0;   ///< steps of a walk that ended here
    double excess = 0;  ///< sum of their energies, each less the middle of the level
  };

  /// Levels have `log_states` until they are given another.
  LevelTable(const EnergyLevels& levels, double log_states) : levels_(levels), initial_(log_states) {}

  [[nodiscard]] const EnergyLevels& levels() const { return levels_; }
  [[nodiscard]] Index begin() const { return first_; }
  [[nodiscard]] Index end() const { return first_ + static_cast<Index>(entries_.size()); }

  /// Makes sure that the level has an entry; false if the range forbids it.
  /// Throws std::invalid_argument if that takes more than 2²⁶ entries.
  bool reach(Index level) {
    return static_cast<std::size_t>(level - first_) < entries_.size() || grow(level);
  }
  [[nodiscard]] Entry& operator[](Index level) { return entries_[static_cast<std::size_t>(level - first_)]; }
  [[nodiscard]] const Entry& operator[](Index level) const {
    return entries_[static_cast<std::size_t>(level - first_)];
  }

  /// The mean energy of the visits, where bins hold many energies.
  [[nodiscard]] double mean_energy(Index level) const;

  [[nodiscard]] bool knows(Index level) const {
    return begin() <= level && level < end() && (*this)[level].log_states != unknown;
  }
  /// The lowest and the highest level that is known. Throws std::invalid_argument if none is.
  [[nodiscard]] std::pair<Index, Index> known_ends() const;
  /// The least ln g of the levels that are known; +∞ if none is.
  [[nodiscard]] double least_log_states() const;
  /// The levels that are known. Throws std::invalid_argument if none is.
  [[nodiscard]] DensityOfStates density() const;

  /// Forgets all visits.
  void clear_visits();
  /// Gives `log_states` to all levels that are not known, those beyond the ends of the table as well.
  void fill_unknown(double log_states);
  /// Adds a number to every ln g, so that the numbers of states sum to e^`log_state_count`.
  /// Throws std::invalid_argument if no level is known.
  void normalise(double log_state_count);

 private:
  bool grow(Index level);

  EnergyLevels levels_;
  double initial_;
  Index first_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace onedial
