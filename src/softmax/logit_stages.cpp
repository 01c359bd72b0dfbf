// Stages that change logits and leave the set of tokens alone.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "apply_stage.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/softmax/adaptive_temperature.hpp"

namespace onedial::detail {
namespace {

void check_token(TokenId id, Index vocabulary_size, const char* where) {
  if (id < 0 || id >= vocabulary_size) {
    throw std::invalid_argument(
        fmt::format("{} names token {}; the tokens are 0 to {}", where, id, vocabulary_size - 1));
  }
}

}  // namespace

Temperature temperature_of(const TemperatureStage& stage, Candidates& /*candidates*/) {
  return stage.temperature;
}

Temperature temperature_of(const DynamicTemperatureStage& stage, Candidates& candidates) {
  const double max_entropy = elementary::log(static_cast<double>(candidates.list().size()));
  return dynamic_temperature(candidates.entropy(), max_entropy, stage.low, stage.high, stage.exponent);
}

Temperature temperature_of(const AdaptiveTemperatureStage& /*stage*/, Candidates& candidates) {
  return adaptive_temperature(candidates.entropy());
}

Temperature temperature_of(const EntropyTemperatureStage& stage, Candidates& candidates) {
  return entropy_based_temperature(candidates.entropy(), stage.ceiling, stage.theta);
}

LogitChange::LogitChange(const LogitBiasStage& stage, Index vocabulary_size) {
  auto biases = stage.biases;
  std::sort(biases.begin(), biases.end());
  for (const auto& [id, bias] : biases) {
    check_token(id, vocabulary_size, "logit_bias");
    ids_.push_back(id);
    subtract_.push_back(-bias);
  }
}

LogitChange::LogitChange(const PenaltyStage& stage, const DecodeState& state, Index vocabulary_size)
    : repetition_(stage.repetition) {
  const auto seen = std::min(state.history.size(), static_cast<std::size_t>(stage.last_n));
  std::vector<TokenId> recent(state.history.end() - static_cast<std::ptrdiff_t>(seen), state.history.end());
  std::sort(recent.begin(), recent.end());
  for (auto first = recent.begin(); first != recent.end();) {
    check_token(*first, vocabulary_size, "the history");
    const auto last = std::upper_bound(first, recent.end(), *first);
    ids_.push_back(*first);
    subtract_.push_back(static_cast<double>(last - first) * stage.frequency + stage.presence);
    first = last;
  }
}

double LogitChange::operator()(TokenId id, double logit) const {
  const auto place = std::lower_bound(ids_.begin(), ids_.end(), id);
  if (place == ids_.end() || *place != id) {
    return logit;
  }
  const double scaled = logit > 0 ? logit / repetition_ : logit * repetition_;
  const double result = scaled - subtract_[static_cast<std::size_t>(place - ids_.begin())];
  if (!(result <= std::numeric_limits<double>::max())) {
    throw std::invalid_argument(fmt::format("the logit of token {} grows to {} by a penalty", id, result));
  }
  return result;
}

}  // namespace onedial::detail
