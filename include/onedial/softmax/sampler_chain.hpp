#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/softmax/sampler_stage.hpp"

namespace onedial {

/// Stages in the order in which they act. Empty: a draw from the softmax of the logits as they are.
using SamplerChain = std::vector<SamplerStage>;

/// In which order common software lets its stages act. Truncation sees other probabilities before the
/// temperature than after it, so that the same settings draw from different distributions.
enum class StageOrder : std::uint8_t {
  /// Penalties, top-nσ, top-k, typical-p, top-p, min-p, XTC, and the temperature last: what is cut off does
  /// not depend on T. The default.
  llama_cpp,
  /// Penalties, the temperature first, then top-k, top-p, min-p, typical-p, ε- and η-cutoff: heat lets more
  /// tokens through.
  hugging_face,
};

/// "llama.cpp" or "hugging-face".
std::string_view stage_order_name(StageOrder order);

/// `chain` in another order; stages of one kind stay in theirs. Stages that only one of the two programs
/// has keep a place beside their kin: top-h after top-p, entropy-driven temperatures at the temperature's
/// place, mirostat and greedy at the end.
SamplerChain arranged(SamplerChain chain, StageOrder order);

/// The program's own default settings: top-k 40, top-p 0.95, min-p 0.05, T = 0.8 for llama.cpp;
/// T = 1, top-k 50 for Hugging Face.
SamplerChain preset_chain(StageOrder order);

/// Throws std::invalid_argument if a stage is invalid, or if mirostat is not the last stage.
void validate(const SamplerChain& chain);

/// Reads a chain: stages "name=value" separated by commas, in the order in which they act, such as
/// "top_k=40,top_p=0.95,temperature=0.8". Several values of a stage are separated by colons and stand in the
/// order of its struct ("xtc=0.5:0.1"); those left out at the end keep their defaults. A logit bias lists
/// token and bias in turn ("logit_bias=17:-2:42:1.5").
/// Where the first item is the word "llama.cpp" or "hugging-face", the stages that follow are put into that
/// order; if none follow, the result is that preset.
/// Throws std::invalid_argument that names the item and what was expected.
SamplerChain parse_sampler_chain(std::string_view text);

/// The text form; `parse_sampler_chain` reads it back to the same chain, every digit included.
std::string to_text(const SamplerChain& chain);

}  // namespace onedial
