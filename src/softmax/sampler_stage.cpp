#include "onedial/softmax/sampler_stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "stage_parameters.hpp"

namespace onedial {
namespace {

void require(bool holds, std::string_view name, double value, std::string_view rule) {
  if (!holds) {
    throw std::invalid_argument(fmt::format("{} ({}) must be {}", name, value, rule));
  }
}

void require_probability(double p, std::string_view name) {
  require(p >= 0 && p <= 1, name, p, "between 0 and 1");
}
void require_positive_probability(double p, std::string_view name) {
  require(p > 0 && p <= 1, name, p, "above 0 and at most 1");
}
void require_not_negative(double x, std::string_view name) {
  require(x >= 0 && x <= std::numeric_limits<double>::max(), name, x, "finite and not negative");
}
void require_positive(double x, std::string_view name) {
  require(x > 0 && x <= std::numeric_limits<double>::max(), name, x, "finite and above 0");
}
void require_finite(double x, std::string_view name) {
  require(x - x == 0, name, x, "finite");
}
void require_at_least(Index value, Index least, std::string_view name) {
  if (value < least) {
    throw std::invalid_argument(fmt::format("{} ({}) must be at least {}", name, value, least));
  }
}

void check(const TemperatureStage& /*any Temperature is valid*/) {}
void check(const TopKStage& s) {
  require_at_least(s.k, 1, "top_k");
}
void check(const TopPStage& s) {
  require_positive_probability(s.p, "top_p");
}
void check(const MinPStage& s) {
  require_probability(s.p, "min_p");
}
void check(const TypicalPStage& s) {
  require_positive_probability(s.p, "typical_p");
}
void check(const EpsilonCutoffStage& s) {
  require(s.epsilon >= 0 && s.epsilon < 1, "epsilon_cutoff", s.epsilon, "at least 0 and below 1");
}
void check(const EtaCutoffStage& s) {
  require(s.epsilon >= 0 && s.epsilon < 1, "eta_cutoff", s.epsilon, "at least 0 and below 1");
}
void check(const TopNSigmaStage& s) {
  require_not_negative(s.n, "top_n_sigma");
}
void check(const TopHStage& s) {
  require_positive_probability(s.alpha, "top_h");
}
void check(const XtcStage& s) {
  require_probability(s.probability, "xtc probability");
  require_probability(s.threshold, "xtc threshold");
}
void check(const MirostatStage& s) {
  require_positive(s.tau, "mirostat tau");
  require_positive(s.eta, "mirostat eta");
  require_at_least(s.m, 2, "mirostat m");
}
void check(const MirostatV2Stage& s) {
  require_positive(s.tau, "mirostat_v2 tau");
  require_positive(s.eta, "mirostat_v2 eta");
}
void check(const DynamicTemperatureStage& s) {
  require_not_negative(s.low, "dynatemp low");
  require_not_negative(s.high, "dynatemp high");
  require(s.high >= s.low, "dynatemp high", s.high, fmt::format("at least low ({})", s.low));
  require_positive(s.exponent, "dynatemp exponent");
}
void check(const AdaptiveTemperatureStage& /*no parameters*/) {}
void check(const EntropyTemperatureStage& s) {
  require_not_negative(s.ceiling, "edt ceiling");
  require_not_negative(s.theta, "edt theta");
}
void check(const LogitBiasStage& s) {
  std::vector<TokenId> ids;
  for (const auto& [id, bias] : s.biases) {
    require_at_least(id, 0, "logit_bias token");
    require(bias <= std::numeric_limits<double>::max(), fmt::format("logit_bias of token {}", id), bias,
            "finite, or -inf to forbid the token");
    ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  const auto twice = std::adjacent_find(ids.begin(), ids.end());
  if (twice != ids.end()) {
    throw std::invalid_argument(fmt::format("logit_bias names token {} twice", *twice));
  }
}
void check(const PenaltyStage& s) {
  require_positive(s.repetition, "penalties repetition");
  require_finite(s.frequency, "penalties frequency");
  require_finite(s.presence, "penalties presence");
  require_at_least(s.last_n, 0, "penalties last_n");
}
void check(const GreedyStage& /*no parameters*/) {}

}  // namespace

std::string_view stage_name(const SamplerStage& stage) {
  return detail::stage_names.at(stage.index());
}

void validate(const SamplerStage& stage) {
  std::visit([](const auto& s) { check(s); }, stage);
}

}  // namespace onedial
