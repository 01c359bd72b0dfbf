#include "onedial/learn/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "onedial/anneal/phase_seed.hpp"
#include "onedial/learn/free_energy.hpp"
#include "onedial/learn/rbm_conditionals.hpp"
#include "onedial/learn/rbm_pseudo_likelihood.hpp"
#include "training_steps.hpp"
#include "visible_data.hpp"

namespace onedial {
namespace {

/// Conditional probabilities of so many units of each example make an estimate of the pseudo-likelihood; of
/// machines below so many weights all.
constexpr Index monitored_units = 16;
constexpr Index few_weights = 10'000;

FloatRows first_rows(const FloatRows& rows, Index most) {
  return rows.topRows(std::min(rows.rows(), most));
}

void require_data(const RestrictedMachine& machine, const FloatRows& data, const FloatRows& held_out) {
  if (data.rows() == 0) {
    throw std::invalid_argument("no examples to learn from");
  }
  require_visible_data(machine.visible_units, machine.levels, machine.visible(), data);
  if (held_out.rows() > 0) {
    require_visible_data(machine.visible_units, machine.levels, machine.visible(), held_out);
  }
}

TrainerState start(const RestrictedMachine& machine, const FloatRows& data, const TrainerSettings& settings) {
  require_valid(settings);
  require_valid(machine);
  require_data(machine, data, {});
  return initial_state(machine, data, settings);
}

}  // namespace

struct Trainer::Training {
  TrainerSettings settings;
  TrainerState state;  // what the steps do not keep up to date
  TrainingSteps steps;
  FloatRows monitored;
  FloatRows monitored_held_out;

  Training(const TrainerState& from, const FloatRows& data, const FloatRows& held_out,
           const TrainerSettings& own_settings)
      : settings(own_settings),
        state(from),
        steps(from, data, settings),
        monitored(first_rows(data, settings.monitored)),
        monitored_held_out(first_rows(held_out, settings.monitored)) {}

  [[nodiscard]] std::optional<double> pseudo_likelihood(const RestrictedMachine& machine,
                                                        const FloatRows& rows) const {
    if (machine.visible_units == VisibleUnits::gaussian || rows.rows() == 0) {
      return std::nullopt;
    }
    const Index units = machine.weights.size() < few_weights ? 0 : monitored_units;
    return pseudo_log_likelihood(machine, rows, settings.threads, units,
                                 phase_seed(settings.seed, RunPhase::monitoring));
  }
};

Trainer::Trainer(const RestrictedMachine& machine, const FloatRows& data, const FloatRows& held_out,
                 const TrainerSettings& settings)
    : Trainer(start(machine, data, settings), data, held_out, settings) {}

Trainer::Trainer(const TrainerState& state, const FloatRows& data, const FloatRows& held_out,
                 const TrainerSettings& settings) {
  require_valid(settings);
  require_fit(state, settings);
  require_data(state.machine, data, held_out);
  training_ = std::make_unique<Training>(state, data, held_out, settings);
}

Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;
Trainer& Trainer::operator=(Trainer&&) noexcept = default;

const TrainerSettings& Trainer::settings() const {
  return training_->settings;
}

Index Trainer::steps_per_epoch() const {
  return training_->steps.per_epoch();
}

std::uint64_t Trainer::steps() const {
  return training_->steps.done();
}

bool Trainer::step() {
  return training_->steps.step();
}

RestrictedMachine Trainer::machine() const {
  RestrictedMachine machine = training_->state.machine;
  training_->steps.write(machine);
  return machine;
}

TrainerState Trainer::state() const {
  TrainerState state = training_->state;
  training_->steps.write(state);
  return state;
}

EpochReport Trainer::report() const {
  const RestrictedMachine now = machine();
  EpochReport report;
  report.epoch = static_cast<Index>(steps()) / steps_per_epoch();
  report.rate = training_->steps.rate();
  report.pseudo_likelihood = training_->pseudo_likelihood(now, training_->monitored);
  report.held_out_pseudo_likelihood = training_->pseudo_likelihood(now, training_->monitored_held_out);
  report.reconstruction_error = reconstruction_error(now, training_->monitored, settings().threads);
  if (training_->monitored.rows() > 1 && training_->monitored_held_out.rows() > 1) {
    report.free_energy_gap =
        free_energy_gap(now, training_->monitored, training_->monitored_held_out, settings().threads).value;
  }
  report.greatest_weight = static_cast<double>(now.weights.cwiseAbs().maxCoeff());
  return report;
}

std::optional<std::string> Trainer::reason_to_stop(const EpochReport& report) {
  TrainerState& state = training_->state;
  if (const auto held_out = report.held_out_pseudo_likelihood) {
    if (state.best_epoch < 0 || *held_out > state.best_pseudo_likelihood) {
      state.best_pseudo_likelihood = *held_out;
      state.best_epoch = report.epoch;
    }
    if (settings().patience > 0 && report.epoch - state.best_epoch >= settings().patience) {
      return fmt::format("the pseudo-likelihood of examples held out has not risen for {} epochs",
                         report.epoch - state.best_epoch);
    }
  }
  const double most = settings().largest_free_energy_gap;
  if (most > 0 && report.free_energy_gap && *report.free_energy_gap > most) {
    return fmt::format("the free-energy gap is {:.4g} nats, above {:.4g}", *report.free_energy_gap, most);
  }
  return std::nullopt;
}

TrainingResult train(Trainer& trainer, const TrainingObserver& observer,
                     const std::function<bool()>& is_interrupted) {
  TrainingResult result;
  result.state = trainer.state();
  const auto steps_per_epoch = static_cast<std::uint64_t>(trainer.steps_per_epoch());
  const std::uint64_t last = steps_per_epoch * static_cast<std::uint64_t>(trainer.settings().epochs);
  result.reason = "all epochs are done";
  if (trainer.steps() > 0 && trainer.steps() % steps_per_epoch == 0) {
    // A training that is taken up again where it ended early has ended.
    result.last = trainer.report();
    if (const auto reason = trainer.reason_to_stop(result.last)) {
      result.end = TrainingEnd::early_stop;
      result.reason = *reason;
      result.state = trainer.state();
      return result;
    }
  }
  while (trainer.steps() < last) {
    if (is_interrupted && is_interrupted()) {
      result.end = TrainingEnd::interrupted;
      result.reason = "interrupted";
      break;
    }
    if (!trainer.step()) {
      result.end = TrainingEnd::diverged;
      result.reason = fmt::format(
          "learning has diverged in epoch {}: a weight is above {:.0f} or no number; the machine "
          "of the epoch before is kept; a lower rate may help",
          (trainer.steps() - 1) / steps_per_epoch + 1, Trainer::explosion);
      return result;
    }
    if (trainer.steps() % steps_per_epoch != 0) {
      continue;
    }
    result.last = trainer.report();
    const std::optional<std::string> reason = trainer.reason_to_stop(result.last);
    result.state = trainer.state();
    const bool goes_on = !observer || observer(result.last, trainer);
    if (reason || !goes_on) {
      result.end = reason ? TrainingEnd::early_stop : TrainingEnd::interrupted;
      result.reason = reason.value_or("interrupted");
      return result;
    }
  }
  result.state = trainer.state();
  return result;
}

}  // namespace onedial
