#pragma once
#include <optional>

#include "negative_chains.hpp"
#include "parameter_step.hpp"
#include "phase_difference.hpp"

namespace onedial {

/// The state of a training before its first step. Chains start from examples.
TrainerState initial_state(const RestrictedMachine& machine, const FloatRows& data,
                           const TrainerSettings& settings);

/// Throws std::invalid_argument, which says what does not fit.
void require_fit(const TrainerState& state, const TrainerSettings& settings);

/// Steps of stochastic gradient ascent.
class TrainingSteps {
 public:
  /// State and settings fit, and the data are what the visible units can have.
  TrainingSteps(const TrainerState& state, const FloatRows& data, const TrainerSettings& settings);

  [[nodiscard]] Index per_epoch() const;
  [[nodiscard]] std::uint64_t done() const { return done_; }
  /// Of the last step, or the first.
  [[nodiscard]] double rate() const;
  /// See `Trainer::step`.
  bool step();
  void write(TrainerState& state) const;
  void write(RestrictedMachine& machine) const { machine_.write(machine); }

 private:
  void choose_batch();
  void run_phases();
  void move_hidden_biases(const ParameterStep& move);
  [[nodiscard]] std::uint32_t move_visible_units(const ParameterStep& move, Index first, Index last);
  void move_fast_row(std::size_t unit, float* gradient, const FastPersistentDivergence& fast);
  void add_fast_row(std::size_t unit);
  void add_fast_hidden_biases(Index first, Index last);
  [[nodiscard]] float pull_of_offsets(const LaneMachine& machine, std::size_t hidden_unit) const;
  void finish_hidden_units(Index first, Index last);
  [[nodiscard]] bool has_finite_biases() const;
  [[nodiscard]] const LaneMachine& chain_machine() const { return fast_machine_ ? *fast_machine_ : machine_; }

  TrainerSettings settings_;
  UnitRows data_;
  WorkerPool pool_;
  std::uint64_t done_;
  LaneMachine machine_;
  ParameterLanes first_;
  ParameterLanes second_;                    // Adam
  ParameterLanes fast_;                      // of fast persistent contrastive divergence
  std::optional<LaneMachine> fast_machine_;  // the machine and these
  NegativeChains chains_;
  PhaseDifference phases_;
  LaneMatrix visible_offsets_;        // μ (1 × V), 0 where nothing is centred
  LaneMatrix hidden_offsets_;         // λ (1 × H), likewise
  LaneMatrix hidden_means_;           // running means (1 × H)
  std::vector<std::uint32_t> order_;  // of the examples in the epoch at hand
  std::uint64_t order_epoch_ = ~std::uint64_t{0};
  std::vector<ActiveUnits> rows_;  // of the batch: examples, then samples
  Index examples_ = 0;
};

}  // namespace onedial
