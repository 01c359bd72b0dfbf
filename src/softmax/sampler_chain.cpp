#include "onedial/softmax/sampler_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace onedial {
namespace {

/// Position of each kind of stage, by index of the variant, when a chain is arranged.
using Ranks = std::array<int, std::variant_size_v<SamplerStage>>;

Ranks ranks(StageOrder order) {
  // In the order of the variant: temperature, top_k, top_p, min_p, typical_p, epsilon, eta, top_n_sigma,
  // top_h, xtc, mirostat, mirostat_v2, dynatemp, adaptive, edt, logit_bias, penalties, greedy.
  return order == StageOrder::llama_cpp ? Ranks{12, 3, 5, 7, 4, 8, 9, 2, 6, 10, 14, 14, 12, 12, 12, 0, 1, 13}
                                        : Ranks{2, 3, 4, 6, 7, 8, 9, 10, 5, 11, 14, 14, 2, 2, 2, 0, 1, 13};
}

}  // namespace

std::string_view stage_order_name(StageOrder order) {
  return order == StageOrder::llama_cpp ? "llama.cpp" : "hugging-face";
}

SamplerChain arranged(SamplerChain chain, StageOrder order) {
  const Ranks rank = ranks(order);
  std::stable_sort(chain.begin(), chain.end(), [&](const SamplerStage& a, const SamplerStage& b) {
    return rank.at(a.index()) < rank.at(b.index());
  });
  return chain;
}

SamplerChain preset_chain(StageOrder order) {
  if (order == StageOrder::llama_cpp) {
    return {TopKStage{.k = 40}, TopPStage{.p = 0.95}, MinPStage{.p = 0.05},
            TemperatureStage{.temperature = Temperature(0.8)}};
  }
  return {TemperatureStage{.temperature = Temperature(1.0)}, TopKStage{.k = 50}};
}

void validate(const SamplerChain& chain) {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    validate(chain[i]);
    const bool mirostat =
        std::holds_alternative<MirostatStage>(chain[i]) || std::holds_alternative<MirostatV2Stage>(chain[i]);
    if (mirostat && i + 1 < chain.size()) {
      throw std::invalid_argument(fmt::format("{} must be the last stage, but {} follows it",
                                              stage_name(chain[i]), stage_name(chain[i + 1])));
    }
  }
}

}  // namespace onedial
