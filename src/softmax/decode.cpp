#include "onedial/softmax/decode.hpp"

#include <algorithm>

#include "apply_stage.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

using detail::Candidate;
using detail::Candidates;
using detail::Vocabulary;

bool is_mirostat(const SamplerStage& stage) {
  return std::holds_alternative<MirostatStage>(stage) || std::holds_alternative<MirostatV2Stage>(stage);
}

/// ln p(z) of a token with logit z among candidates of this maximum, temperature and total weight.
struct Frame {
  explicit Frame(Candidates& candidates)
      : maximum(candidates.maximum()),
        temperature(candidates.temperature()),
        log_total(elementary::log(candidates.total())) {}
  [[nodiscard]] double log_probability(double logit) const {
    return -temperature.reduced(maximum - logit) - log_total;
  }

  double maximum;
  Temperature temperature;
  double log_total;
};

/// Inverse CDF over the candidates in the order in which they stand.
const Candidate& draw_candidate(Candidates& candidates, RandomStream& random) {
  const double target = uniform01(random) * candidates.total();
  const std::vector<Candidate>& tokens = candidates.list();
  std::size_t chosen = 0;
  double sum = 0;
  for (std::size_t i = 0; i < tokens.size() && sum <= target; ++i) {
    if (tokens[i].weight > 0) {  // never a token of probability 0, whatever rounding does to the sum
      chosen = i;
      sum += tokens[i].weight;
    }
  }
  return tokens[chosen];
}

void update_mirostat(const SamplerStage& stage, double surprise, DecodeState& state) {
  constexpr double log2_e = 1.4426950408889634074;
  const auto update = [&](const auto& s) {
    state.mirostat_mu = detail::mirostat_mu(state, s.tau) - s.eta * (surprise * log2_e - s.tau);
  };
  if (const auto* first = std::get_if<MirostatStage>(&stage)) {
    update(*first);
  } else if (const auto* second = std::get_if<MirostatV2Stage>(&stage)) {
    update(*second);
  }
}

/// The last part of a draw, common to both forms: `mirostat_mass` is the mass that a last stage has kept.
TokenDraw finish(const SamplerChain& chain, Candidates& candidates, double mirostat_mass, DecodeState& state,
                 RandomStream& random) {
  const Candidate& token = draw_candidate(candidates, random);
  const TokenDraw draw{.token = token.id, .log_probability = Frame(candidates).log_probability(token.logit)};
  if (!chain.empty()) {
    update_mirostat(chain.back(), -(draw.log_probability + elementary::log(mirostat_mass)), state);
  }
  state.history.push_back(draw.token);
  return draw;
}

TokenDraw decode_plain(const SamplerChain& chain, const Vocabulary& vocabulary, DecodeState& state,
                       RandomStream& random) {
  validate(chain);
  Candidates candidates(vocabulary);
  double kept_mass = 1;
  for (const SamplerStage& stage : chain) {
    const bool weigh = is_mirostat(stage);
    const double before = weigh ? candidates.total() : 0;
    apply_stage(stage, candidates, {.state = state, .random = random});
    kept_mass = weigh ? std::min(1.0, candidates.last_weight() / before) : 1;
  }
  return finish(chain, candidates, kept_mass, state, random);
}

/// What a stage makes of the logit of a token that it keeps, in the frame of the candidates before it.
double logit_after(const SamplerStage& stage, TokenId id, double logit, const StageReport& report,
                   const Frame& before, Index vocabulary_size, const DecodeState& state) {
  const auto change = [&](const detail::LogitChange& by) {
    return by.ids().empty() ? logit : by(id, before.temperature.reduced(logit));
  };
  if (const auto* bias = std::get_if<LogitBiasStage>(&stage)) {
    return change(detail::LogitChange(*bias, vocabulary_size));
  }
  if (const auto* penalty = std::get_if<PenaltyStage>(&stage)) {
    return change(detail::LogitChange(*penalty, state, vocabulary_size));
  }
  if (report.temperature) {
    const double product = before.temperature.value() * report.temperature->value();
    const bool extreme = report.temperature->is_zero() || report.temperature->is_infinite() || product == 0 ||
                         Temperature(product).is_infinite();
    return extreme ? 0.0 : logit;  // at either end all that stay are alike
  }
  return logit;
}

ExplainedDraw explain(const SamplerChain& chain, const Vocabulary& vocabulary, DecodeState& state,
                      RandomStream& random) {
  validate(chain);
  Candidates candidates(vocabulary);
  candidates.list();  // so that every stage can be compared with the whole of what came before
  ExplainedDraw result{};
  result.model_entropy = candidates.entropy();
  std::vector<Frame> frames = {Frame(candidates)};
  for (const SamplerStage& stage : chain) {
    const double before = candidates.total();
    const auto temperature = apply_stage(stage, candidates, {.state = state, .random = random});
    const double kept_mass = std::min(1.0, candidates.last_weight() / before);
    result.stages.push_back({.stage = stage_name(stage),
                             .kept = static_cast<Index>(candidates.list().size()),
                             .kept_mass = kept_mass,
                             .entropy = candidates.entropy(),
                             .log_probability_correction = 0,
                             .temperature = temperature});
    frames.emplace_back(candidates);
  }

  const DecodeState before_draw = state;
  result.draw = finish(chain, candidates, chain.empty() ? 1 : result.stages.back().kept_mass, state, random);
  double logit = vocabulary.logit(result.draw.token);
  result.model_log_probability = frames.front().log_probability(logit);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    StageReport& report = result.stages[i];
    const double before = frames[i].log_probability(logit);
    logit =
        logit_after(chain[i], result.draw.token, logit, report, frames[i], vocabulary.size(), before_draw);
    report.log_probability_correction = frames[i + 1].log_probability(logit) - before;
  }
  return result;
}

}  // namespace

TokenDraw decode(const SamplerChain& chain, std::span<const float> logits, DecodeState& state,
                 RandomStream& random) {
  return decode_plain(chain, Vocabulary(logits), state, random);
}

TokenDraw decode(const SamplerChain& chain, std::span<const double> logits, DecodeState& state,
                 RandomStream& random) {
  return decode_plain(chain, Vocabulary(logits), state, random);
}

ExplainedDraw decode_explained(const SamplerChain& chain, std::span<const float> logits, DecodeState& state,
                               RandomStream& random) {
  return explain(chain, Vocabulary(logits), state, random);
}

ExplainedDraw decode_explained(const SamplerChain& chain, std::span<const double> logits, DecodeState& state,
                               RandomStream& random) {
  return explain(chain, Vocabulary(logits), state, random);
}

std::vector<TokenProbability> decode_distribution(const SamplerChain& chain, std::span<const double> logits,
                                                  const DecodeState& state, RandomStream& random) {
  validate(chain);
  Candidates candidates{Vocabulary(logits)};
  for (const SamplerStage& stage : chain) {
    apply_stage(stage, candidates, {.state = state, .random = random});
  }
  const double total = candidates.total();
  candidates.order(candidates.list().size());
  std::vector<TokenProbability> result;
  result.reserve(candidates.list().size());
  for (const Candidate& token : candidates.list()) {
    result.push_back({.token = token.id, .probability = token.weight / total});
  }
  return result;
}

}  // namespace onedial
