#pragma once
#include <algorithm>
#include <cmath>
#include <utility>

#include "onedial/core/elementary.hpp"
#include "onedial/sample/kernel.hpp"
#include "onedial/sample/level_table.hpp"

namespace onedial {

namespace detail {
/// Throws std::invalid_argument unless `distance`, of energies from their levels, is rounding.
void require_on_levels(const EnergyLevels& levels, double distance);
/// Throws std::runtime_error when the sweeps that a walk may take into the range are used up.
void require_entry(const EnergyLevels& levels, Index sweeps, Index most_sweeps);
}  // namespace detail

/// Decides by drawing from a random stream: true with probability min(1, e^{−cost}), to 2⁻⁵³.
class CostDecision {
 public:
  explicit CostDecision(RandomStream& random) : random_(&random) {}
  bool operator()(double cost) {
    if (!(cost > 0)) {
      return true;
    }
    const double u = uniform01(*random_);
    // Most are refused without an exponential, which is less than 1/(1 + c + c²/2 + c³/6).
    constexpr double certainly = 1 + 1e-12;
    return u * (1 + cost * (1 + cost * (0.5 + cost * (1.0 / 6)))) <= certainly && u < elementary::exp(-cost);
  }

 private:
  RandomStream* random_;
};

/// A model whose steps are weighted by its energy level alone, 1/g as a table says: it visits all levels
/// equally often where g is the number of their states. What the table learns on the way is up to its user.
template <EnergyModel Model>
class LevelWalker {
 public:
  /// Starts from a random state. If the table's range forbids its energy, it walks without bounds, by
  /// Wang-Landau sampling at ln f = 1, until it comes upon one that is allowed; throws std::runtime_error if
  /// that takes more than `most_sweeps`.
  LevelWalker(const Model& model, LevelTable table, RandomStream random, Index most_sweeps)
      : model_(model),
        state_(static_cast<std::size_t>(model.size())),
        random_(random),
        table_(std::move(table)) {
    for (onedial::Level& level : state_) {
      level = static_cast<onedial::Level>(random_() >> 63U);
    }
    place(state_);
    if (!table_.reach(level_)) {
      enter_range(most_sweeps);
    }
  }

  /// Takes a state as its own, whether the table has its level or not.
  void place(const State& state) {
    state_ = state;
    energy_ = model_.place(state_);
    level_ = levels().nearest(energy_);
    excess_ = energy_ - levels().middle(level_);
  }

  /// One attempt to flip a unit, which `decide(p)` is asked for: p = min(1, g(E)/g(E')) with the table's g,
  /// 0 if the table's range forbids E'. A level that is not known is always entered.
  template <class Decide>
  void attempt(Index unit, Decide& decide) {
    const double energy = energy_ + model_.flip_energy(unit);
    const Index level = levels().nearest(energy);
    if (!table_.reach(level)) {
      return;
    }
    const double cost = table_[level].log_states - table_[level_].log_states;
    if (decide(cost)) {
      model_.flip(unit);
      state_[static_cast<std::size_t>(unit)] ^= 1;
      energy_ = energy;
      level_ = level;
      excess_ = energy_ - levels().middle(level_);
      farthest_ = std::max(farthest_, std::abs(excess_));
    }
  }

  /// N attempts, each at a random unit, and `visit()` after each. Units in turn would not do: the walk of a
  /// small model could be periodic, since most attempts succeed.
  /// Throws std::invalid_argument if an energy is not on levels that claim to hold them all.
  template <class Visit>
  void sweep(Visit visit) {
    RandomStream random = random_;
    CostDecision decide(random);
    const Index units = model_.size();
    for (Index k = 0; k < units; ++k) {
      attempt(random_unit(random), decide);
      visit();
    }
    random_ = random;
    refresh();
  }

  /// Counts the step that ended here.
  void count() {
    LevelTable::Entry& entry = table_[level_];
    ++entry.visits;
    entry.excess += excess_;
  }

  [[nodiscard]] LevelTable& table() { return table_; }
  [[nodiscard]] const LevelTable& table() const { return table_; }
  [[nodiscard]] const EnergyLevels& levels() const { return table_.levels(); }
  [[nodiscard]] LevelTable::Entry& here() { return table_[level_]; }
  [[nodiscard]] Index level() const { return level_; }
  [[nodiscard]] const State& state() const { return state_; }

 private:
  /// Sums of energy differences lose digits in the long run; every so many sweeps they are computed afresh.
  static constexpr Index sweeps_between_refreshes = 256;

  void refresh() {
    detail::require_on_levels(levels(), farthest_);
    if (++sweeps_ % sweeps_between_refreshes == 0) {
      energy_ =
          model_.place(state_);  // the level stays: only rounding can have moved the energy across an edge
    }
  }

  void enter_range(Index most_sweeps) {
    LevelTable allowed = std::exchange(table_, LevelTable(levels().unbounded(), 0));
    table_.reach(level_);
    CostDecision decide(random_);
    const Index units = model_.size();
    for (Index steps = 0; !allowed.reach(level_); ++steps) {
      detail::require_entry(allowed.levels(), steps / units, most_sweeps);
      attempt(random_unit(random_), decide);
      here().log_states += 1;
    }
    table_ = std::move(allowed);
  }

  [[nodiscard]] Index random_unit(RandomStream& random) const {
    return static_cast<Index>(((random() >> 32U) * state_.size()) >> 32U);
  }

  Model model_;
  State state_;
  RandomStream random_;
  LevelTable table_;
  double energy_ = 0;
  double excess_ = 0;    // of the energy over the middle of its level
  double farthest_ = 0;  // |excess| of any state so far
  Index level_ = 0;
  Index sweeps_ = 0;
};

}  // namespace onedial
