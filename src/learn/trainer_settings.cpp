#include "onedial/learn/trainer_settings.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <stdexcept>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

void require(bool is_right, const char* name, double value, const char* expected) {
  if (!is_right) {
    throw std::invalid_argument(fmt::format("{} is {}; expected {}", name, value, expected));
  }
}

void require_at_least(Index least, const char* name, Index value) {
  if (value < least) {
    throw std::invalid_argument(fmt::format("{} is {}; expected at least {}", name, value, least));
  }
}

void require_not_negative(const char* name, double value) {
  require(value >= 0 && std::isfinite(value), name, value, "a finite number of at least 0");
}

void require_decay(const char* name, double value) {
  require(value >= 0 && value < 1, name, value, "a number from 0 to below 1");
}

void require_valid(const LearningRate& rate) {
  require(rate.start > 0 && std::isfinite(rate.start), "learning rate", rate.start,
          "a finite number above 0");
  require_not_negative("learning rate at the end", rate.end);
  require(rate.kind != LearningRate::Kind::geometric || rate.end > 0, "learning rate at the end", rate.end,
          "a number above 0, since it falls by equal factors");
  require(rate.half_epochs > 0, "half_epochs", rate.half_epochs, "a number above 0");
}

void require_valid(const Momentum& optimiser) {
  require_decay("momentum", optimiser.momentum);
}
void require_valid(const Adam& optimiser) {
  require_decay("decay", optimiser.decay);
  require_decay("square_decay", optimiser.square_decay);
  require(optimiser.epsilon > 0, "epsilon", optimiser.epsilon, "a number above 0");
}

void require_valid(const ContrastiveDivergence& phase) {
  require_at_least(1, "sweeps", phase.sweeps);
}
void require_valid(const PersistentDivergence& phase) {
  require_at_least(1, "chains", phase.chains);
  require_at_least(1, "sweeps", phase.sweeps);
}
void require_valid(const FastPersistentDivergence& phase) {
  require_at_least(1, "chains", phase.chains);
  require_at_least(1, "sweeps", phase.sweeps);
  require_not_negative("fast_rate", phase.fast_rate);
  require_decay("fast_decay", phase.fast_decay);
}
void require_valid(const ExchangeDivergence& phase) {
  require_at_least(1, "ladders", phase.ladders);
  require_at_least(1, "sweeps", phase.sweeps);
  require_at_least(2, "number of temperatures", static_cast<Index>(phase.temperatures.size()));
  require(phase.temperatures.front() == Temperature(1), "first temperature",
          phase.temperatures.front().value(), "1");
  for (std::size_t k = 1; k < phase.temperatures.size(); ++k) {
    require(phase.temperatures[k] > phase.temperatures[k - 1], "temperature", phase.temperatures[k].value(),
            "one above the one before");
  }
}

}  // namespace

double LearningRate::at(double epoch, double epochs) const {
  const double progress = epochs > 0 ? std::min(1.0, epoch / epochs) : 1.0;
  switch (kind) {
    case Kind::constant:
      return start;
    case Kind::linear:
      return start + (end - start) * progress;
    case Kind::geometric:
      return start * elementary::exp(progress * elementary::log(end / start));
    case Kind::inverse_time:
      return start / (1 + epoch / half_epochs);
  }
  return start;
}

std::string_view phase_name(const NegativePhase& phase) {
  constexpr std::array<std::string_view, 4> names = {"contrastive_divergence", "persistent",
                                                     "fast_persistent", "replica_exchange"};
  return names.at(phase.index());
}

void require_valid(const TrainerSettings& settings) {
  require_at_least(0, "epochs", settings.epochs);
  require_at_least(1, "batch", settings.batch);
  require_valid(settings.rate);
  std::visit([](const auto& optimiser) { require_valid(optimiser); }, settings.optimiser);
  std::visit([](const auto& phase) { require_valid(phase); }, settings.negative);
  require_not_negative("l2", settings.l2);
  require_not_negative("l1", settings.l1);
  require(settings.sparsity_target > 0 && settings.sparsity_target < 1, "sparsity_target",
          settings.sparsity_target, "a number between 0 and 1");
  require_not_negative("sparsity_cost", settings.sparsity_cost);
  require_at_least(0, "patience", settings.patience);
  require_not_negative("largest_free_energy_gap", settings.largest_free_energy_gap);
  require_at_least(2, "monitored", settings.monitored);
  require_at_least(1, "threads", settings.threads);
}

}  // namespace onedial
