#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/measure/thinned_series.hpp"

namespace onedial::viewer {

/// A value with one standard error.
struct Measured {
  double value;
  double error;
};

/// A dial that goes down and up a grid of temperatures by itself, and the energies of replicas on the way, in
/// bounded memory however long it goes on. It dwells at each level for some sweeps, of which the first half
/// is not kept: the replicas still remember the level before. At the ends it turns round, and what it meets
/// there belongs to both branches.
class TemperatureLoop {
 public:
  /// Levels from hot to cold, at least two; dwells of `pace` sweeps, at least 2.
  TemperatureLoop(std::vector<Temperature> levels, Index pace, Index replicas);

  /// Back to the hottest level, as a system that comes from elsewhere needs it: `settling` sweeps there are
  /// not counted. What was measured before is kept.
  void start_again(Index settling);

  /// Counts a sweep at `temperature()`, after which the replicas have these energies, and moves on where the
  /// dwell is over. Returns whether that sweep has closed a loop.
  bool add(std::span<const double> energies);

  [[nodiscard]] const std::vector<Temperature>& levels() const { return levels_; }  ///< from hot to cold
  [[nodiscard]] Temperature temperature() const { return levels_[level_]; }         ///< of the next sweep
  [[nodiscard]] std::size_t level() const { return level_; }
  [[nodiscard]] bool is_cooling() const { return is_cooling_; }
  [[nodiscard]] Index loops() const { return loops_; }

  /// ⟨E⟩ of a level on the way down or up, with the error from the scatter of the replicas; NaN where the
  /// level was not met yet.
  [[nodiscard]] Measured mean_energy(std::size_t level, bool cooling) const;
  /// E_cooling − E_heating of a level; above 0 where what is cooled lags behind.
  [[nodiscard]] Measured gap(std::size_t level) const;
  /// −∮E dT of a mean loop: each replica has an area of its own. NaN before the first loop.
  [[nodiscard]] Measured area() const;

  /// The energies kept at a level, replica by replica.
  [[nodiscard]] std::span<const std::vector<double>> energies(std::size_t level) const {
    return kept_[level].series().front();
  }

 private:
  struct Branch {
    std::vector<double> sums;  // (replicas)
    Index count = 0;

    /// NaN, as 0/0, where nothing was met.
    [[nodiscard]] double mean(std::size_t replica) const {
      return sums[replica] / static_cast<double>(count);
    }
  };

  void keep(std::span<const double> energies);
  void move_on();
  [[nodiscard]] double gap_of(std::size_t level, std::size_t replica) const;
  [[nodiscard]] const Branch& branch(std::size_t level, bool cooling) const {
    return branches_[cooling ? 0 : 1][level];
  }

  std::vector<Temperature> levels_;
  Index pace_;
  std::size_t replicas_;
  std::vector<ThinnedSeries> kept_;            // by level
  std::vector<Index> seen_;                    // by level, sweeps
  std::vector<std::vector<Branch>> branches_;  // cooling and heating, by level
  std::size_t level_ = 0;
  Index in_dwell_ = 0;
  Index settling_ = 0;
  Index loops_ = 0;
  bool is_cooling_ = true;
};

}  // namespace onedial::viewer
