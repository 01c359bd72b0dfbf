#include "onedial/sample/wang_landau.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numbers>
#include <stdexcept>

namespace onedial {

ModificationFactor::ModificationFactor(const WangLandauSettings& settings)
    : flatness_(settings.flatness),
      last_(settings.last_log_factor),
      to_inverse_time_(settings.rule == ModificationRule::inverse_time) {
  if (!(flatness_ >= 0 && flatness_ < 1)) {
    throw std::invalid_argument(fmt::format("flatness ({}) must be at least 0 and below 1", flatness_));
  }
  if (!(last_ > 0 && last_ < 1)) {
    throw std::invalid_argument(fmt::format("last_log_factor ({}) must be between 0 and 1", last_));
  }
}

void ModificationFactor::discover(LevelTable& table, Index level) {
  table[level].log_states = known_ == 0 ? 0 : table.least_log_states();
  ++known_;
  table.clear_visits();
  log_factor_ = 1;
  inverse_time_ = false;
  steps_ = 0;
  since_check_ = 0;
}

void ModificationFactor::advance(LevelTable& table, Index steps) {
  steps_ += steps;
  since_check_ += steps;
  const double inverse_time = static_cast<double>(known_) / static_cast<double>(steps_);
  if (inverse_time_) {
    log_factor_ = inverse_time;
    return;
  }
  constexpr Index visits_between_checks = 16;  // of a level: a check reads all of them
  if (since_check_ < visits_between_checks * known_) {
    return;
  }
  since_check_ = 0;
  if (flat(table)) {
    log_factor_ /= 2;
    inverse_time_ = to_inverse_time_ && log_factor_ <= inverse_time;
    if (inverse_time_) {
      log_factor_ = inverse_time;
    }
    if (!finished()) {
      table.clear_visits();
    }
  }
}

bool ModificationFactor::flat(const LevelTable& table) const {
  Index least = std::numeric_limits<Index>::max();
  Index sum = 0;
  for (Index level = table.begin(); level < table.end(); ++level) {
    if (table[level].log_states != LevelTable::unknown) {
      least = std::min(least, table[level].visits);
      sum += table[level].visits;
    }
  }
  return least > 0 &&
         static_cast<double>(least) * static_cast<double>(known_) >= flatness_ * static_cast<double>(sum);
}

namespace detail {

void require_sound(const WangLandauSettings& settings) {
  for (const auto& [name, value] :
       {std::pair{"walkers", settings.walkers}, std::pair{"most_sweeps", settings.most_sweeps},
        std::pair{"threads", settings.threads}}) {
    if (value < 1) {
      throw std::invalid_argument(fmt::format("{} ({}) must be at least 1", name, value));
    }
  }
  static_cast<void>(ModificationFactor(settings));
}

double log_state_count(const EnergyLevels& levels, Index units) {
  return levels.bounded() ? 0 : static_cast<double>(units) * std::numbers::ln2;
}

WangLandauResult join_walks(std::vector<std::optional<LevelTable>> tables, std::vector<Index> sweeps,
                            bool finished, double log_state_count) {
  LevelTable mean(tables.front()->levels(), LevelTable::unknown);
  std::vector<DensityOfStates> densities;
  for (std::optional<LevelTable>& table : tables) {
    table->normalise(log_state_count);
    const auto [lowest, highest] = table->known_ends();
    mean.reach(lowest);
    mean.reach(highest);
    densities.push_back(table->density());
  }
  for (Index level = mean.begin(); level < mean.end(); ++level) {
    double sum = 0;
    Index walkers = 0;
    LevelTable::Entry& entry = mean[level];
    for (const std::optional<LevelTable>& table : tables) {
      if (table->knows(level)) {
        sum += (*table)[level].log_states;
        ++walkers;
        entry.visits += (*table)[level].visits;
        entry.excess += (*table)[level].excess;
      }
    }
    entry.log_states = walkers > 0 ? sum / static_cast<double>(walkers) : LevelTable::unknown;
  }
  mean.normalise(log_state_count);
  return {.weights = std::move(mean),
          .densities = std::move(densities),
          .sweeps = std::move(sweeps),
          .finished = finished};
}

}  // namespace detail
}  // namespace onedial
