#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "onedial/learn/trainer_settings.hpp"
#include "onedial/learn/trainer_state.hpp"

namespace onedial {

/// What an epoch came to. Pseudo-likelihoods are mean nats an example, see `pseudo_log_likelihood`; none for
/// real visible units.
struct EpochReport {
  Index epoch = 0;  ///< epochs that are done
  double rate = 0;  ///< of the last step
  std::optional<double> pseudo_likelihood{};
  std::optional<double> held_out_pseudo_likelihood{};
  double reconstruction_error = 0;
  /// Mean F of examples held out less that of the others, in nats; none without examples held out.
  std::optional<double> free_energy_gap{};
  double greatest_weight = 0;  ///< in magnitude
};

/// Learns a restricted machine by stochastic gradient ascent of the mean log-likelihood,
///   ∂ ln p(v)/∂W = ⟨v hᵀ⟩_data − ⟨v hᵀ⟩_model, ∂/∂b = ⟨v⟩ − ⟨v⟩, ∂/∂c = ⟨h⟩ − ⟨h⟩,
/// the hidden units as probabilities in both terms, the second term from chains.
///
/// Batches are drawn without replacement in an order of each epoch's own, and every random number is a
/// function of the seed and of what it is for: the same bits for any number of threads, on every instruction
/// set, and if the training is taken up again from its state.
class Trainer {
 public:
  /// Starts from `machine`, with the offsets of its hidden units and its chains from the data. `data` is n ×
  /// V, `held_out` m × V or empty. Throws std::invalid_argument for settings out of their range, for no
  /// examples and for values that the visible units cannot have.
  Trainer(const RestrictedMachine& machine, const FloatRows& data, const FloatRows& held_out,
          const TrainerSettings& settings);
  /// Goes on from a state that a training with the same data and settings came to; their epochs, rate and
  /// threads may be others. Throws likewise, and for a state that does not fit the settings.
  Trainer(const TrainerState& state, const FloatRows& data, const FloatRows& held_out,
          const TrainerSettings& settings);
  ~Trainer();
  Trainer(Trainer&&) noexcept;
  Trainer& operator=(Trainer&&) noexcept;

  [[nodiscard]] const TrainerSettings& settings() const;
  [[nodiscard]] Index steps_per_epoch() const;
  [[nodiscard]] std::uint64_t steps() const;
  /// Learns from the next batch. Returns false if a parameter is no number any more, or a weight is above
  /// `explosion`: learning has diverged, and the state is worth nothing.
  bool step();
  /// Beyond it a machine of any use has no weight: e^{1000} is no number.
  static constexpr double explosion = 1000;

  [[nodiscard]] RestrictedMachine machine() const;
  [[nodiscard]] TrainerState state() const;
  /// Measures the machine as it is now.
  [[nodiscard]] EpochReport report() const;
  /// Why training should stop after an epoch, by the settings' rules for examples held out; takes note of the
  /// report.
  std::optional<std::string> reason_to_stop(const EpochReport& report);

 private:
  struct Training;
  std::unique_ptr<Training> training_;
};

/// How a training ended.
enum class TrainingEnd : std::uint8_t {
  finished,     ///< all epochs
  early_stop,   ///< by `patience` or `largest_free_energy_gap`
  interrupted,  ///< by the observer or the flag
  diverged,     ///< see `Trainer::step`
};

struct TrainingResult {
  TrainingEnd end = TrainingEnd::finished;
  std::string reason;  ///< one line for a person
  TrainerState state;  ///< at the end; after divergence, at the end of the last epoch before it
  EpochReport last;    ///< of the last epoch that was finished
};

/// Told of each epoch; training ends when it returns false.
using TrainingObserver = std::function<bool(const EpochReport&, const Trainer&)>;

/// Trains to the end of the settings' epochs. `is_interrupted` is asked before each step.
TrainingResult train(Trainer& trainer, const TrainingObserver& observer = {},
                     const std::function<bool()>& is_interrupted = {});

}  // namespace onedial
