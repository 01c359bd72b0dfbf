#pragma once
#include <optional>
#include <span>
#include <vector>

#include "onedial/learn/boltzmann_machine.hpp"
#include "onedial/learn/clamped_gibbs.hpp"

namespace onedial {

/// The n-h-n encoder problem (Ackley, Hinton, Sejnowski 1985, section 3.1): two visible groups of n units, of
/// which each has one unit on, the same in both, and h hidden units, through which alone the groups hear of
/// each other. The machine has to find a code.
struct EncoderShape {
  Index inputs = 4;  ///< n
  Index hidden = 2;  ///< h
};

/// Units 0 … n − 1 are V1, n … 2n − 1 are V2, then come the hidden ones. Each visible group is fully
/// connected within, and every visible unit is connected to every hidden one; hidden units are not connected
/// to each other, nor V1 to V2. All parameters are 0, in {0, 1}. Throws std::invalid_argument unless both
/// numbers are at least 1.
BoltzmannMachine encoder_machine(const EncoderShape& shape);

/// What the hidden units do with each of the n inputs clamped in both groups, as T → 0: their code of it (n ×
/// h levels), none for an input that leaves a hidden unit without a field.
std::vector<std::optional<State>> encoder_codes(const BoltzmannMachine& machine);

/// How many different codes there are.
Index count_codes(const BoltzmannMachine& machine);

}  // namespace onedial
