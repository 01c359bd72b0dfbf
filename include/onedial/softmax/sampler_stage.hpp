#pragma once
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

/// The stages of a sampler chain. A stage sees tokens with logits z and p = softmax(z) over those that the
/// stages before it have kept, and either removes tokens or changes logits.
///
/// Where tokens are ranked, equal logits rank by id, the lowest first. Every stage keeps at least one token.
/// Settings are plain data; the bounds beside each member are checked by `validate`.
namespace onedial {

/// Position of a token in the vocabulary.
using TokenId = std::int32_t;

/// z ← z/T. At T = 0 only the tokens that tie for the largest logit stay; at T = ∞ all that stay are alike.
struct TemperatureStage {
  Temperature temperature{1.0};
};

/// Keeps the k most likely tokens (Fan, Lewis, Dauphin 2018, "Hierarchical Neural Story Generation").
struct TopKStage {
  Index k = 40;  ///< at least 1
};

/// Nucleus sampling: the smallest set of the most likely tokens whose mass reaches p (Holtzman, Buys, Du,
/// Forbes, Choi 2020, "The Curious Case of Neural Text Degeneration").
struct TopPStage {
  double p = 0.95;  ///< 0 < p ≤ 1
};

/// Keeps the tokens with probability at least p·max(probabilities), that is with z ≥ z_max + ln p (Nguyen et
/// al. 2024, "Turning Up the Heat: Min-p Sampling").
struct MinPStage {
  double p = 0.05;  ///< 0 ≤ p ≤ 1; 0 keeps all
};

/// Locally typical sampling: with the surprise −ln pᵢ and its mean H, the smallest set of the tokens with the
/// least |−ln pᵢ − H| whose mass reaches p (Meister, Pimentel, Wiher, Cotterell 2023).
struct TypicalPStage {
  double p = 0.95;  ///< 0 < p ≤ 1
};

/// Keeps the tokens with probability at least ε, and the most likely one in any case (Hewitt, Manning,
/// Liang 2022, "Truncation Sampling as Language Model Desmoothing").
struct EpsilonCutoffStage {
  double epsilon = 3e-4;  ///< 0 ≤ ε < 1
};

/// As the ε-cutoff with the threshold η = min(ε, √ε·e^{−H}), which falls where the model is unsure
/// (Hewitt, Manning, Liang 2022).
struct EtaCutoffStage {
  double epsilon = 3e-4;  ///< 0 ≤ ε < 1
};

/// Keeps the tokens with z ≥ z_max − n·σ, where σ is the standard deviation of the logits that are finite
/// (Tang et al. 2024, "Top-nσ: Not All Logits Are You Need"). The same tokens at every temperature.
struct TopNSigmaStage {
  double n = 1.0;  ///< at least 0, finite
};

/// Adds the most likely tokens as long as the entropy of what is kept stays at or below α·H
/// (Baghaei Potraghloo, Azizi, Kundu, Pedram 2025, "Top-H Decoding").
struct TopHStage {
  double alpha = 0.4;  ///< 0 < α ≤ 1
};

/// Exclude top choices (P. E. Weidmann 2024): with the given probability, of the tokens with p ≥ threshold
/// only the least likely stays, along with all below; of several that are least likely, the lowest id.
struct XtcStage {
  double probability = 0.5;  ///< 0 … 1
  double threshold = 0.1;    ///< 0 … 1; above ½ there is nothing to exclude
};

/// Mirostat: with Zipf's exponent ŝ fitted to the m most likely tokens and ε̂ = ŝ − 1, keeps the
/// k = (ε̂ 2^µ / (1 − N^{−ε̂}))^{1/ŝ} most likely. After the draw µ falls by η·(surprise − τ), where the
/// surprise is that of the token before this stage; it starts at 2τ. In bits, as in the paper; the last
/// stage of its chain (Basu, Ramachandran, Keskar, Varshney 2021).
struct MirostatStage {
  double tau = 5.0;  ///< target surprise in bits, above 0
  double eta = 0.1;  ///< learning rate, above 0
  Index m = 100;     ///< at least 2
};

/// Mirostat 2: keeps the tokens whose surprise is at most µ bits; µ moves as in `MirostatStage`.
/// The last stage of its chain (the second algorithm of Basu et al. 2021).
struct MirostatV2Stage {
  double tau = 5.0;  ///< target surprise in bits, above 0
  double eta = 0.1;  ///< learning rate, above 0
};

/// Temperature from the entropy's share of its maximum: see `dynamic_temperature`.
struct DynamicTemperatureStage {
  double low = 0.5;       ///< T at H = 0, at least 0
  double high = 1.5;      ///< T at H = ln N, at least `low`, finite
  double exponent = 1.0;  ///< above 0
};

/// Sharpens where the entropy is above ½ nat: see `adaptive_temperature`.
struct AdaptiveTemperatureStage {};

/// EDT: see `entropy_based_temperature`.
struct EntropyTemperatureStage {
  double ceiling = 1.0;  ///< T₀, at least 0, finite
  double theta = 0.1;    ///< at least 0, finite
};

/// zᵢ ← zᵢ + bias. A bias of −∞ forbids a token.
struct LogitBiasStage {
  std::vector<std::pair<TokenId, double>> biases;  ///< (token, bias), no token twice
};

/// Penalties for the tokens among the last `last_n` of the history, each seen c times there:
/// z ← z/r where z > 0 and z·r elsewhere (repetition r; Keskar et al. 2019, CTRL), then
/// z ← z − c·frequency − presence (the terms of OpenAI's interface). The first depends on where the zero
/// of the logits is; the others do not.
struct PenaltyStage {
  double repetition = 1.0;  ///< r, above 0, finite
  double frequency = 0.0;   ///< finite
  double presence = 0.0;    ///< finite
  Index last_n = 64;        ///< at least 0
};

/// Keeps the most likely token alone; of several, the one with the lowest id.
struct GreedyStage {};

/// One step of a chain.
using SamplerStage =
    std::variant<TemperatureStage, TopKStage, TopPStage, MinPStage, TypicalPStage, EpsilonCutoffStage,
                 EtaCutoffStage, TopNSigmaStage, TopHStage, XtcStage, MirostatStage, MirostatV2Stage,
                 DynamicTemperatureStage, AdaptiveTemperatureStage, EntropyTemperatureStage, LogitBiasStage,
                 PenaltyStage, GreedyStage>;

/// The name of a stage in the text form of a chain, such as "top_k".
std::string_view stage_name(const SamplerStage& stage);

/// Throws std::invalid_argument that names the parameter, its value and the rule it breaks.
void validate(const SamplerStage& stage);

}  // namespace onedial
