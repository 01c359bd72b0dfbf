#pragma once
#include <optional>

#include "candidates.hpp"
#include "onedial/core/random.hpp"
#include "onedial/softmax/decode.hpp"

namespace onedial::detail {

/// What a stage may look at besides the tokens.
struct StageContext {
  const DecodeState& state;
  RandomStream& random;
};

/// Lets a stage act. Returns the temperature that it applied, if it applied one.
std::optional<Temperature> apply_stage(const SamplerStage& stage, Candidates& candidates,
                                       const StageContext& context);

// The stages by kind; each leaves at least one token, and asks for no weights after it has removed any.
void truncate(const TopKStage& stage, Candidates& candidates);
void truncate(const TopPStage& stage, Candidates& candidates);
void truncate(const MinPStage& stage, Candidates& candidates);
void truncate(const EpsilonCutoffStage& stage, Candidates& candidates);
void truncate(const EtaCutoffStage& stage, Candidates& candidates);
void truncate(const TopNSigmaStage& stage, Candidates& candidates);
void truncate(const GreedyStage& stage, Candidates& candidates);
void truncate(const TypicalPStage& stage, Candidates& candidates);
void truncate(const TopHStage& stage, Candidates& candidates);
void truncate(const XtcStage& stage, Candidates& candidates, RandomStream& random);
void truncate(const MirostatStage& stage, Candidates& candidates, const DecodeState& state);
void truncate(const MirostatV2Stage& stage, Candidates& candidates, const DecodeState& state);

/// The temperature of a stage that applies one to all tokens.
Temperature temperature_of(const TemperatureStage& stage, Candidates& candidates);
Temperature temperature_of(const DynamicTemperatureStage& stage, Candidates& candidates);
Temperature temperature_of(const AdaptiveTemperatureStage& stage, Candidates& candidates);
Temperature temperature_of(const EntropyTemperatureStage& stage, Candidates& candidates);

/// Stages that change single logits.
class LogitChange {
 public:
  /// Both throw std::invalid_argument if a token is not among the `vocabulary_size` ones.
  LogitChange(const LogitBiasStage& stage, Index vocabulary_size);
  LogitChange(const PenaltyStage& stage, const DecodeState& state, Index vocabulary_size);

  /// The tokens that it changes, ascending.
  [[nodiscard]] const std::vector<TokenId>& ids() const { return ids_; }
  /// The new logit of a token, which may be any. Throws std::invalid_argument if it is +∞.
  [[nodiscard]] double operator()(TokenId id, double logit) const;

 private:
  std::vector<TokenId> ids_;
  std::vector<double> subtract_;  // from the logit of each of them
  double repetition_ = 1.0;
};

/// µ, the limit of the surprise in bits.
double mirostat_mu(const DecodeState& state, double tau);

}  // namespace onedial::detail
