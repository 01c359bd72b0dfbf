#pragma once
#include <cstdint>
#include <vector>

#include "onedial/core/worker_pool.hpp"
#include "onedial/learn/boltzmann_machine.hpp"
#include "onedial/learn/clamped_gibbs.hpp"

namespace onedial {

/// How much a parameter changes with Δ, the mean of its statistic with examples clamped less that of the free
/// machine.
enum class LearningRule : std::uint8_t {
  fixed_step,  ///< by the step in the direction of Δ, and not at all for Δ = 0
  gradient,    ///< by the step times Δ: the gradient of the mean log-likelihood times T
};

/// One cycle of learning by co-occurrences. The defaults are those of the 4-2-4 encoder of Ackley, Hinton and
/// Sejnowski (1985, section 3): integer weights of some tens, at temperatures from 20 to 10.
struct CooccurrenceSettings {
  /// What brings the machine to equilibrium from T = ∞.
  std::vector<AnnealingStage> annealing = {
      {2, Temperature(20)}, {2, Temperature(15)}, {2, Temperature(12)}, {4, Temperature(10)}};
  /// For how long statistics are then collected, at the last of the temperatures: once a unit of time.
  Index collecting_time = 10;
  Index annealings_per_example = 2;  ///< with the example clamped, and as many without
  double on_bit_noise = 0.15;        ///< the probability that a bit of an example that is on is clamped off
  double off_bit_noise = 0.05;       ///< and the other way round; noise keeps weights from growing for ever
  LearningRule rule = LearningRule::fixed_step;
  double step = 2;
  double decay = 0;  ///< the part of every parameter that is lost each cycle
};

/// Learning by co-occurrences (Ackley, Hinton, Sejnowski 1985): each cycle anneals the machine with every
/// example clamped, and as often without, counts how often connected units are on together, and moves the
/// parameters towards equal counts. It climbs the mean log-likelihood of the examples, of which it sees noisy
/// samples only.
class CooccurrenceLearner {
 public:
  /// Throws std::invalid_argument unless there is an example, all have V levels of 0 or 1, there is a stage
  /// of annealing, all temperatures are above 0 and finite, times and annealings are at least 1,
  /// probabilities between 0 and 1, and the step is above 0.
  CooccurrenceLearner(BoltzmannMachine machine, std::vector<State> examples, CooccurrenceSettings settings,
                      std::uint64_t seed);

  /// One cycle. Annealings are shared out among the threads; each has a random stream of its own, so that the
  /// result does not depend on their number.
  void run_cycle(WorkerPool& pool);

  [[nodiscard]] const BoltzmannMachine& machine() const { return machine_; }
  [[nodiscard]] Index cycles() const { return cycles_; }
  /// Δ of the last cycle (C + N).
  [[nodiscard]] const Eigen::VectorXd& last_difference() const { return difference_; }

 private:
  BoltzmannMachine machine_;
  std::vector<State> examples_;
  CooccurrenceSettings settings_;
  std::uint64_t seed_;
  Index cycles_ = 0;
  Eigen::VectorXd difference_;
};

}  // namespace onedial
