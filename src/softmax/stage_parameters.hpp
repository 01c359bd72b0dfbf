#pragma once
#include <array>
#include <string_view>
#include <type_traits>

#include "onedial/softmax/sampler_stage.hpp"

namespace onedial::detail {

/// The names of the stages, in the order of the variant.
inline constexpr std::array<std::string_view, std::variant_size_v<SamplerStage>> stage_names = {
    "temperature", "top_k",
    "top_p",       "min_p",
    "typical_p",   "epsilon_cutoff",
    "eta_cutoff",  "top_n_sigma",
    "top_h",       "xtc",
    "mirostat",    "mirostat_v2",
    "dynatemp",    "adaptive_temperature",
    "edt",         "logit_bias",
    "penalties",   "greedy"};

/// Calls `visit(name, member)` for each parameter of a stage in the order of its struct, where `member` is a
/// double, an Index or a Temperature. A logit bias, which is a list, has none.
template <class Stage, class Visit>
void for_each_parameter(Stage& stage, Visit visit) {
  using Kind = std::remove_const_t<Stage>;
  if constexpr (std::is_same_v<Kind, TemperatureStage>) {
    visit("temperature", stage.temperature);
  } else if constexpr (std::is_same_v<Kind, TopKStage>) {
    visit("k", stage.k);
  } else if constexpr (std::is_same_v<Kind, TopPStage> || std::is_same_v<Kind, MinPStage> ||
                       std::is_same_v<Kind, TypicalPStage>) {
    visit("p", stage.p);
  } else if constexpr (std::is_same_v<Kind, EpsilonCutoffStage> || std::is_same_v<Kind, EtaCutoffStage>) {
    visit("epsilon", stage.epsilon);
  } else if constexpr (std::is_same_v<Kind, TopNSigmaStage>) {
    visit("n", stage.n);
  } else if constexpr (std::is_same_v<Kind, TopHStage>) {
    visit("alpha", stage.alpha);
  } else if constexpr (std::is_same_v<Kind, XtcStage>) {
    visit("probability", stage.probability);
    visit("threshold", stage.threshold);
  } else if constexpr (std::is_same_v<Kind, MirostatStage> || std::is_same_v<Kind, MirostatV2Stage>) {
    visit("tau", stage.tau);
    visit("eta", stage.eta);
    if constexpr (std::is_same_v<Kind, MirostatStage>) {
      visit("m", stage.m);
    }
  } else if constexpr (std::is_same_v<Kind, DynamicTemperatureStage>) {
    visit("low", stage.low);
    visit("high", stage.high);
    visit("exponent", stage.exponent);
  } else if constexpr (std::is_same_v<Kind, EntropyTemperatureStage>) {
    visit("ceiling", stage.ceiling);
    visit("theta", stage.theta);
  } else if constexpr (std::is_same_v<Kind, PenaltyStage>) {
    visit("repetition", stage.repetition);
    visit("frequency", stage.frequency);
    visit("presence", stage.presence);
    visit("last_n", stage.last_n);
  }
}

}  // namespace onedial::detail
