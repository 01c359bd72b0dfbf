#include "training_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "interrupt.hpp"
#include "logits_options.hpp"
#include "onedial/anneal/phase_seed.hpp"
#include "onedial/core/error.hpp"
#include "onedial/learn/machine_system.hpp"
#include "onedial/learn/model_file.hpp"
#include "onedial/learn/partition_function.hpp"
#include "onedial/learn/training_file.hpp"

namespace onedial::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// Up to how many terms the sum of ln Z is done for each epoch, unless the config says when.
constexpr double terms_of_an_epoch = 0x1p16;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

TrainingSession::TrainingSession(const RestrictedTraining& training, const MachineExamples& examples,
                                 bool quiet)
    : training_(training), examples_(examples), quiet_(quiet) {}

void TrainingSession::start() {
  RestrictedMachine machine =
      initial_machine(training_.visible_units, training_.levels, training_.hidden, examples_.learned,
                      training_.settings.seed, training_.deviation);
  machine.height = examples_.height;
  machine.width = examples_.width;
  trainer_.emplace(machine, examples_.learned, examples_.held_out, training_.settings);
  plan_measurements();
}

void TrainingSession::go_on(const StoredTraining& stored) {
  require_same_terms(stored, training_, examples_);
  history_ = history_of(stored.file, stored.path);
  try {
    trainer_.emplace(trainer_state_of(stored.file, stored.path), examples_.learned, examples_.held_out,
                     training_.settings);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", stored.path.string(), error.what()));
  }
  const RestrictedMachine machine = trainer_->machine();
  if (machine.hidden() != training_.hidden || machine.visible_units != training_.visible_units ||
      machine.levels != training_.levels) {
    throw InputError(fmt::format("{}: is a machine of {} {} and {} hidden units; [machine] asks for another",
                                 stored.path.string(), machine.visible(),
                                 visible_units_name(machine.visible_units), machine.hidden()));
  }
  const Index done = static_cast<Index>(trainer_->steps()) / trainer_->steps_per_epoch();
  if (done > training_.settings.epochs) {
    throw InputError(fmt::format("{}: has learned {} epochs; [learning] epochs = {} is less",
                                 stored.path.string(), done, training_.settings.epochs));
  }
  plan_measurements();
}

void TrainingSession::train(std::string_view name,
                            const std::function<void(const TrainerState&)>& checkpoint) {
  ProgressReport progress(quiet_ ? ProgressReport::Style::none : ProgressReport::style_of_stderr(),
                          stderr_is_rich());
  const auto begin = Clock::now();
  auto stored = begin;
  const std::uint64_t first = trainer_->steps();
  const Index all = trainer_->steps_per_epoch() * training_.settings.epochs;
  if (static_cast<Index>(first) < all) {
    measure_last_epoch();
  }
  result_ = onedial::train(
      *trainer_,
      [&](const EpochReport& report, const Trainer& trainer) {
        note(report);
        if (training_.checkpoint_seconds > 0 && seconds_since(stored) > training_.checkpoint_seconds) {
          checkpoint(trainer.state());
          stored = Clock::now();
        }
        return !InterruptGuard::requested();
      },
      [&] {
        const auto done = static_cast<Index>(trainer_->steps());
        progress.update(std::max<Index>(done, 1), all, [&] {
          return facts(name, samples_after(trainer_->steps()) - samples_after(first),
                       seconds_since(begin) - measuring_);
        });
        return InterruptGuard::requested();
      });
  progress.finish();
  seconds_ = seconds_since(begin) - measuring_;
  samples_ = samples_after(trainer_->steps()) - samples_after(first);
}

void TrainingSession::plan_measurements() {
  const RestrictedMachine machine = trainer_->machine();
  if (training_.likelihood.method == "exact" && !has_exact_log_z(machine)) {
    throw InputError(
        fmt::format("[likelihood] method = \"exact\": {} x {} units are too many to sum over; one layer "
                    "must have at most 24 units",
                    machine.visible(), machine.hidden()));
  }
  const LikelihoodPlan& plan = training_.likelihood;
  const bool is_cheap = is_exact(machine) && summed_states(machine) <= terms_of_an_epoch;
  every_ = plan.method == "none" ? 0 : static_cast<Index>(plan.every.value_or(is_cheap ? 1 : 0));
}

bool TrainingSession::is_exact(const RestrictedMachine& machine) const {
  return training_.likelihood.method != "annealed" && has_exact_log_z(machine);
}

std::optional<FoundLogZ> TrainingSession::log_z(const RestrictedMachine& machine, bool with_bounds) const {
  const LikelihoodPlan& plan = training_.likelihood;
  if (plan.method == "none") {
    return std::nullopt;
  }
  if (is_exact(machine)) {
    return exact_log_z(machine, training_.settings.threads);
  }
  Watch watch(quiet_);
  return find_annealed_log_z(machine,
                             {.base_biases = base_biases(machine),
                              .chains = plan.chains,
                              .temperatures = plan.temperatures,
                              .both_ways = with_bounds,
                              .threads = training_.settings.threads,
                              .seed = phase_seed(training_.settings.seed, RunPhase::likelihood)},
                             watch);
}

Eigen::VectorXd TrainingSession::base_biases(const RestrictedMachine& machine) const {
  return machine.visible_units == VisibleUnits::gaussian ? Eigen::VectorXd()
                                                         : base_rate_biases(machine, examples_.learned);
}

void TrainingSession::measure(EpochRow& row, const RestrictedMachine& machine, const FoundLogZ& log_z) const {
  const Index threads = training_.settings.threads;
  if (examples_.learned.rows() > 1) {
    row.learned = likelihood_of(machine, examples_.learned, log_z, false, threads);
  }
  if (examples_.held_out.rows() > 1) {
    row.held_out = likelihood_of(machine, examples_.held_out, log_z, true, threads);
  }
}

std::string TrainingSession::model_file(const TrainerState& state) const {
  ArrayFile file = to_array_file(state);
  add_history(file, history_);
  add_terms(file, training_, examples_);
  file.texts["source"] = valid_utf8(examples_.source);
  const Eigen::VectorXd base = base_biases(state.machine);
  if (base.size() > 0) {
    file.arrays["base_biases"] = {.shape = {base.size()},
                                  .values = std::vector<double>(base.begin(), base.end())};
  }
  return array_file_bytes(file);
}

void TrainingSession::note(const EpochReport& report) {
  history_.push_back({.report = report});
  if (report.epoch < training_.settings.epochs) {
    measure_last_epoch();
  }
}

void TrainingSession::measure_last_epoch() {
  if (history_.empty() || !is_due(history_.back().report.epoch) || history_.back().learned ||
      history_.back().held_out ||
      trainer_->steps() % static_cast<std::uint64_t>(trainer_->steps_per_epoch()) != 0) {
    return;
  }
  const RestrictedMachine machine = trainer_->machine();
  const auto begin = Clock::now();
  if (const auto found = log_z(machine, false)) {
    measure(history_.back(), machine, *found);
  }
  measuring_ += seconds_since(begin);
}

bool TrainingSession::is_due(Index epoch) const {
  return every_ > 0 && epoch % every_ == 0;
}

double TrainingSession::samples_after(std::uint64_t steps) const {
  const auto each = static_cast<std::uint64_t>(trainer_->steps_per_epoch());
  const auto examples = static_cast<double>(examples_.learned.rows());
  const auto begun = static_cast<double>(steps % each) * static_cast<double>(training_.settings.batch);
  return static_cast<double>(steps / each) * examples + std::min(begun, examples);
}

std::string TrainingSession::facts(std::string_view name, double samples, double seconds) const {
  std::string text = fmt::format("{}epoch {}/{}", name, history_.empty() ? 0 : history_.back().report.epoch,
                                 training_.settings.epochs);
  if (!history_.empty()) {
    const EpochRow& row = history_.back();
    if (row.learned) {
      text += fmt::format("  log-likelihood {:.4g}", row.learned->value);
    }
    if (row.report.pseudo_likelihood) {
      text += fmt::format("  pseudo-likelihood {:.4g}", *row.report.pseudo_likelihood);
    }
    text += fmt::format("  reconstruction {:.4g}", row.report.reconstruction_error);
  }
  return text + fmt::format("  {:.3g} samples/s", samples / std::max(seconds, 1e-9));
}

}  // namespace onedial::cli
