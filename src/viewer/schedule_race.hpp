#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onedial/anneal/heat_capacity_curve.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/sample/system.hpp"
#include "onedial/viewer/history.hpp"
#include "race_task.hpp"

namespace onedial::viewer {

/// A way of cooling that takes part in a race.
struct Runner {
  std::string name;
  Schedule schedule;
};

/// Several ways of cooling on one problem, from the same random states and for the same number of sweeps,
/// race after race. Each runner has `copies` copies of the problem.
class ScheduleRace {
 public:
  static constexpr Index copies = 8;

  /// Throws std::invalid_argument for no runners and for no sweeps.
  ScheduleRace(RaceTask task, std::vector<Runner> runners, Index sweeps, std::uint64_t seed);

  /// New random states, copy k of every runner in the same one. The course of the race is forgotten.
  void start();
  /// A sweep of all. After the last one the ends are counted.
  void sweep();

  [[nodiscard]] const RaceTask& task() const { return task_; }
  [[nodiscard]] const std::vector<Runner>& runners() const { return runners_; }
  [[nodiscard]] Index sweeps() const { return sweeps_; }
  [[nodiscard]] Index done() const { return done_; }  ///< sweeps of this race
  [[nodiscard]] Temperature temperature(std::size_t runner, Index sweep) const;

  /// The copy of a runner that is lowest now.
  [[nodiscard]] State leader(std::size_t runner) const;
  [[nodiscard]] double leader_energy(std::size_t runner) const;
  [[nodiscard]] double mean_energy(std::size_t runner) const;

  /// Mean energies of the runners' copies, sweep by sweep of this race, a column a runner.
  [[nodiscard]] const History& course() const { return course_; }
  [[nodiscard]] Index races() const { return races_; }
  /// The energies that a runner's copies ended at, over all races.
  [[nodiscard]] const Accumulator& ends(std::size_t runner) const { return ends_[runner]; }
  /// How many of these are at `best`, within rounding.
  [[nodiscard]] Index hits(std::size_t runner) const;
  /// The ground energy where it is known, or else the least that any copy ended at.
  [[nodiscard]] double best() const;
  /// The least energy of any copy after any sweep of any race.
  [[nodiscard]] double least() const { return least_; }
  /// Flips per update of the last sweep, of all runners.
  [[nodiscard]] double flip_rate() const { return flip_rate_; }
  /// C(T), from the runner that is cooled most evenly, over all races.
  [[nodiscard]] std::vector<HeatCapacityCurve::Point> heat_capacity() const { return curve_.points(); }

 private:
  [[nodiscard]] std::span<const double> energies_of(std::size_t runner) const;
  void note();
  void count_ends();

  RaceTask task_;
  std::vector<Runner> runners_;
  Index sweeps_;
  std::uint64_t seed_;
  std::uint64_t started_ = 0;
  std::unique_ptr<System> system_;  // runner r has the replicas 8r … 8r + 7
  std::vector<Temperature> temperatures_;
  Index done_ = 0;
  Index races_ = 0;
  double least_;
  double flip_rate_ = 0;
  History course_;
  std::vector<Accumulator> ends_;
  std::vector<std::vector<double>> end_energies_;
  std::size_t even_runner_;
  HeatCapacityCurve curve_;
};

}  // namespace onedial::viewer
