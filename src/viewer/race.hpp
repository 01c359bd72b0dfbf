#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "onedial/measure/accumulator.hpp"
#include "onedial/model/local_fields.hpp"
#include "onedial/sample/system.hpp"
#include "onedial/viewer/history.hpp"
#include "race_problem.hpp"

namespace onedial::viewer {

/// A state that only ever goes down: sweeps flip, one spin after the other, what lowers the energy, until
/// nothing does and it is stuck in a local minimum for good.
class Descent {
 public:
  /// Throws std::bad_variant_access for a model whose couplings are dense.
  explicit Descent(const std::shared_ptr<const PairwiseModel>& model)
      : fields_(model), state_(static_cast<std::size_t>(model->size())) {}

  void place(const State& state);
  /// How many spins were flipped; 0 where it is stuck.
  Index sweep();

  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] double energy() const { return energy_; }
  [[nodiscard]] bool is_stuck() const { return is_stuck_; }
  [[nodiscard]] Index sweeps() const { return sweeps_; }  ///< that flipped something, since it was placed

 private:
  LocalFields<PairwiseModel::Sparse> fields_;
  State state_;
  double energy_ = 0;
  Index sweeps_ = 0;
  bool is_stuck_ = false;
};

/// How two runners ended, over all races; energies above the optimum, per unit.
struct RaceRecord {
  Accumulator gaps{2};  ///< of what was annealed, and of what was quenched
  Index annealed_lower = 0;
  Index quenched_lower = 0;
  std::map<double, Index> annealed =
      {};  ///< how often it ended at an energy; no more than there are energies
  std::map<double, Index> quenched = {};

  [[nodiscard]] Index races() const { return gaps.count(); }
};

/// Two copies of a problem that start in the same random state: one follows a dial, the other descends at
/// once.
class Race {
 public:
  Race(RaceProblem problem, std::uint64_t seed);

  /// The next random state, for both. The course and the best energy of the race are forgotten.
  void start();
  /// A sweep of both, the annealed one at T.
  void sweep(Temperature t);
  /// Ends the race: both descend until they are stuck, and what they came to is counted.
  void finish();

  [[nodiscard]] const RaceProblem& problem() const { return problem_; }
  [[nodiscard]] double units() const { return static_cast<double>(problem_.model->size()); }
  [[nodiscard]] State annealed() const;
  [[nodiscard]] double annealed_energy() const { return system_->energies()[0]; }
  [[nodiscard]] const Descent& quenched() const { return quenched_; }
  [[nodiscard]] double best_of_race() const { return best_of_race_; }  ///< of the annealed
  [[nodiscard]] double best() const { return best_; }                  ///< in any race, of the annealed
  [[nodiscard]] double flip_rate() const { return flip_rate_; }        ///< of the annealed
  /// Energies of the annealed and of the quenched and the best of the annealed, sweep by sweep of this race.
  [[nodiscard]] const History& course() const { return course_; }
  /// Final gaps per unit of the annealed and of the quenched, race by race.
  [[nodiscard]] const History& gaps() const { return gaps_; }
  [[nodiscard]] const RaceRecord& record() const { return record_; }

 private:
  void note();

  RaceProblem problem_;
  std::uint64_t seed_;
  std::uint64_t started_ = 0;
  std::unique_ptr<System> system_;
  Descent quenched_;
  double best_of_race_ = 0;
  double best_ = 0;
  double flip_rate_ = 0;
  History course_{3, 512};
  History gaps_{2, 256};
  RaceRecord record_;
};

}  // namespace onedial::viewer
