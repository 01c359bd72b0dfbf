#include "onedial/sample/level_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {

bool LevelTable::grow(Index level) {
  if (!levels_.contains(level)) {
    return false;
  }
  constexpr Index most_entries = Index{1} << 26U;
  constexpr Index least_growth = 64;
  if (entries_.empty()) {
    first_ = level;
  }
  // Each time by half, so that the copies cost no more than the walk.
  const Index size = end() - first_;
  const Index spare = std::max(least_growth, size / 2);
  const Index first = level < first_ ? std::max(levels_.first(), level - spare) : first_;
  const Index past = level >= end() ? std::min(levels_.last(), level + spare) + 1 : end();
  if (past - first > most_entries) {
    throw std::invalid_argument(
        fmt::format("energies of {} and of {} are more than {} levels of {} apart: give a larger bin_width",
                    levels_.middle(std::min(first_, level)), levels_.middle(std::max(end() - 1, level)),
                    most_entries, levels_.step()));
  }
  std::vector<Entry> entries(static_cast<std::size_t>(past - first), Entry{.log_states = initial_});
  std::copy(entries_.begin(), entries_.end(), entries.begin() + (first_ - first));
  entries_ = std::move(entries);
  first_ = first;
  return true;
}

double LevelTable::mean_energy(Index level) const {
  const Entry& entry = (*this)[level];
  return levels_.exact() || entry.visits == 0
             ? levels_.middle(level)
             : levels_.middle(level) + entry.excess / static_cast<double>(entry.visits);
}

void LevelTable::clear_visits() {
  for (Entry& entry : entries_) {
    entry.visits = 0;
    entry.excess = 0;
  }
}

void LevelTable::fill_unknown(double log_states) {
  initial_ = log_states;
  for (Entry& entry : entries_) {
    entry.log_states = entry.log_states == unknown ? log_states : entry.log_states;
  }
}

double LevelTable::least_log_states() const {
  double least = std::numeric_limits<double>::infinity();
  for (const Entry& entry : entries_) {
    least = entry.log_states == unknown ? least : std::min(least, entry.log_states);
  }
  return least;
}

std::pair<Index, Index> LevelTable::known_ends() const {
  Index lowest = begin();
  Index highest = end() - 1;
  while (lowest <= highest && !knows(lowest)) {
    ++lowest;
  }
  while (lowest <= highest && !knows(highest)) {
    --highest;
  }
  if (highest < lowest) {
    throw std::invalid_argument("no energy level is known");
  }
  return {lowest, highest};
}

DensityOfStates LevelTable::density() const {
  std::vector<double> energies;
  std::vector<double> log_states;
  for (Index level = begin(); level < end(); ++level) {
    if (knows(level)) {
      energies.push_back(mean_energy(level));
      log_states.push_back((*this)[level].log_states);
    }
  }
  return {std::move(energies), std::move(log_states)};
}

void LevelTable::normalise(double log_state_count) {
  double largest = unknown;
  const auto [lowest, highest] = known_ends();
  for (Index level = lowest; level <= highest; ++level) {
    largest = std::max(largest, (*this)[level].log_states);
  }
  CompensatedSum sum;
  for (const Entry& entry : entries_) {
    sum.add(elementary::exp(entry.log_states - largest));
  }
  const double shift = log_state_count - (largest + elementary::log(sum.value()));
  for (Entry& entry : entries_) {
    entry.log_states += shift;
  }
}

}  // namespace onedial
