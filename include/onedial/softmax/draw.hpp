#pragma once
#include <span>

#include "onedial/core/index.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/temperature.hpp"

/// One token from softmax(logits/T), without an array of probabilities. A token of probability 0 is never
/// drawn; the token depends on the seed alone, not on the instruction set. Errors are those of `softmax`.
/// For many tokens from the same logits, see AliasTable.
namespace onedial {

/// Inverse of the cumulative distribution: the first token at which the running sum of the weights passes
/// u·Z, found by sums over blocks and then inside one block. Takes one number from `random`.
Index draw_token(std::span<const float> logits, Temperature t, RandomStream& random);
Index draw_token(std::span<const double> logits, Temperature t, RandomStream& random);

/// Gumbel-max: argmax of z/T + G with independent Gumbel noise G = −ln(−ln u) (Gumbel 1954; Maddison,
/// Tarlow, Minka 2014), in its equal form as a race: argmin of −ln(u)/w with the weight w = e^{−(m−z)/T}.
/// One pass, no normalisation; takes one number from `random` for every logit, but none for blocks of −∞
/// before the first finite one.
Index draw_token_gumbel(std::span<const float> logits, Temperature t, RandomStream& random);
Index draw_token_gumbel(std::span<const double> logits, Temperature t, RandomStream& random);

}  // namespace onedial
