#include "apply_stage.hpp"

#include <type_traits>

namespace onedial::detail {
namespace {

template <class Stage>
constexpr bool is_one_of_temperatures =
    std::is_same_v<Stage, TemperatureStage> || std::is_same_v<Stage, DynamicTemperatureStage> ||
    std::is_same_v<Stage, AdaptiveTemperatureStage> || std::is_same_v<Stage, EntropyTemperatureStage>;

}  // namespace

std::optional<Temperature> apply_stage(const SamplerStage& stage, Candidates& candidates,
                                       const StageContext& context) {
  return std::visit(
      [&]<class Stage>(const Stage& s) -> std::optional<Temperature> {
        if constexpr (is_one_of_temperatures<Stage>) {
          const Temperature t = temperature_of(s, candidates);
          candidates.heat(t);
          return t;
        } else {
          if constexpr (std::is_same_v<Stage, LogitBiasStage>) {
            const LogitChange change(s, candidates.vocabulary_size());
            candidates.change_logits(change.ids(), change);
          } else if constexpr (std::is_same_v<Stage, PenaltyStage>) {
            const LogitChange change(s, context.state, candidates.vocabulary_size());
            candidates.change_logits(change.ids(), change);
          } else if constexpr (std::is_same_v<Stage, XtcStage>) {
            truncate(s, candidates, context.random);
          } else if constexpr (std::is_same_v<Stage, MirostatStage> ||
                               std::is_same_v<Stage, MirostatV2Stage>) {
            truncate(s, candidates, context.state);
          } else {
            truncate(s, candidates);
          }
          return std::nullopt;
        }
      },
      stage);
}

}  // namespace onedial::detail
