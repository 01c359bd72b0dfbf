#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "found_log_z.hpp"
#include "stored_training.hpp"
#include "training_history.hpp"

namespace onedial::cli {

/// One training from its start or from where it was, and what is known of it.
class TrainingSession {
 public:
  TrainingSession(const RestrictedTraining& training, const MachineExamples& examples, bool quiet);

  /// Begins with a new machine. Throws InputError if the config wants a likelihood that is too large a sum.
  void start();

  /// Takes a stored training up. Throws InputError likewise, and if it is of other examples or settings.
  void go_on(const StoredTraining& stored);

  /// Trains to the end of the epochs, or to Ctrl-C. `checkpoint` is told of the state every so many seconds.
  void train(std::string_view name, const std::function<void(const TrainerState&)>& checkpoint);

  /// None if the config wants none, and if it was interrupted. Bounds take the way back, too.
  [[nodiscard]] std::optional<FoundLogZ> log_z(const RestrictedMachine& machine, bool with_bounds) const;

  /// The likelihoods of the examples, as far as they can be told.
  void measure(EpochRow& row, const RestrictedMachine& machine, const FoundLogZ& log_z) const;

  [[nodiscard]] const std::vector<EpochRow>& history() const { return history_; }
  [[nodiscard]] const TrainingResult& result() const { return result_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] double samples_per_second() const { return samples_ / std::max(seconds_, 1e-9); }

  /// The file of the machine with all that training needs to go on.
  [[nodiscard]] std::string model_file(const TrainerState& state) const;

 private:
  /// Says after which epochs the likelihood is measured. Throws InputError if the config wants a sum that is
  /// too large.
  void plan_measurements();

  /// Whether ln Z is found by a sum.
  [[nodiscard]] bool is_exact(const RestrictedMachine& machine) const;

  [[nodiscard]] Eigen::VectorXd base_biases(const RestrictedMachine& machine) const;

  void note(const EpochReport& report);

  /// Adds the likelihood to the last row if it is due and was not measured. The last epoch of all is measured
  /// apart, with bounds, which a training that goes on beyond it has to make up for here.
  void measure_last_epoch();

  /// Whether the likelihood is to be measured after an epoch.
  [[nodiscard]] bool is_due(Index epoch) const;

  /// Examples that so many steps learn from, as often as they are learned from.
  [[nodiscard]] double samples_after(std::uint64_t steps) const;

  [[nodiscard]] std::string facts(std::string_view name, double samples, double seconds) const;

  const RestrictedTraining& training_;
  const MachineExamples& examples_;
  bool quiet_;
  std::optional<Trainer> trainer_;
  Index every_ = 0;  // epochs between measurements of the likelihood, or 0
  std::vector<EpochRow> history_;
  TrainingResult result_;
  double seconds_ = 0;    // of training, less that of measuring likelihoods
  double measuring_ = 0;  // likelihoods
  double samples_ = 0;
};

}  // namespace onedial::cli
