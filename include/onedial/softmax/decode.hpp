#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/softmax/sampler_chain.hpp"

namespace onedial {

/// What a chain remembers from draw to draw. Settings are in the chain; two runs may share one chain.
struct DecodeState {
  std::vector<TokenId> history;       ///< tokens so far, the last one last; each draw appends to it
  std::optional<double> mirostat_mu;  ///< µ in bits; empty until the first draw, which starts from 2τ
};

/// A token and its probability under the distribution that the chain left.
struct TokenDraw {
  TokenId token;
  double log_probability;  ///< nats
};

/// What a stage did. `log_probability_correction` is ln q(token) − ln p(token), with p the distribution
/// before the stage, q the one after it: −ln kept_mass for a stage that only removes tokens. The corrections
/// of all stages add up to the difference between `TokenDraw::log_probability` and that of the model.
struct StageReport {
  std::string_view stage;             ///< its name
  Index kept;                         ///< tokens after it
  double kept_mass;                   ///< mass, before the stage, of the tokens that it kept
  double entropy;                     ///< after it, in nats
  double log_probability_correction;  ///< of the token drawn, in nats
  std::optional<Temperature> temperature = std::nullopt;  ///< where the stage applied one
};

/// A draw with an account of every stage.
struct ExplainedDraw {
  TokenDraw draw;
  double model_log_probability;  ///< ln p(token) under the softmax of the logits at T = 1
  double model_entropy;          ///< of that softmax, in nats
  std::vector<StageReport> stages;
};

/// Draws a token from the softmax of `logits` as the stages of `chain` shape it, in order, by inverse CDF.
/// It takes one number from `random`, and one more for each XTC stage of a probability other than 0 and 1.
/// A logit of −∞ is a token that is never drawn; nor is one whose probability is 0 in double precision.
///
/// A chain that begins with top-k, min-p or greedy (after penalties, biases or a fixed temperature, if any)
/// reads the vocabulary once and never sorts it.
/// Throws std::invalid_argument that names the index of a logit that is NaN or +∞, if all are −∞, if the
/// chain is invalid, or if a token of the history or of a bias is not in the vocabulary.
TokenDraw decode(const SamplerChain& chain, std::span<const float> logits, DecodeState& state,
                 RandomStream& random);
TokenDraw decode(const SamplerChain& chain, std::span<const double> logits, DecodeState& state,
                 RandomStream& random);

/// The same draw, bit for bit, with reports. It computes the entropy of the whole vocabulary, which takes
/// far longer than the draw.
ExplainedDraw decode_explained(const SamplerChain& chain, std::span<const float> logits, DecodeState& state,
                               RandomStream& random);
ExplainedDraw decode_explained(const SamplerChain& chain, std::span<const double> logits, DecodeState& state,
                               RandomStream& random);

/// A token that may be drawn.
struct TokenProbability {
  TokenId token;
  double probability;
};

/// The distribution that a draw would be made from, the most likely token first. Only XTC stages take numbers
/// from `random`; `state` stays as it is. Throws as `decode`.
std::vector<TokenProbability> decode_distribution(const SamplerChain& chain, std::span<const double> logits,
                                                  const DecodeState& state, RandomStream& random);

}  // namespace onedial
