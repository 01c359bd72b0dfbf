#pragma once
#include "onedial/data/dataset.hpp"

namespace onedial {

// Small sets of bits that are known in full. Where each of n distinct examples is there once, no model has a
// mean log-likelihood above −ln n, in nats, and only one that draws them alike reaches it.

/// Images of side × side bits made of whole rows, or of whole columns (MacKay 2003, figure 43.2): first the
/// 2^side of rows, blank and full among them, then the others. All 2·2^side − 2 distinct ones, each once: 30
/// for side 4, at most −ln 30 = −3.401. MacKay draws an orientation and then every line by a coin, which
/// yields blank and full twice as often as any other; of his 2·2^side outcomes the bound is −ln(2·2^side) +
/// 2^(1−side) ln 2, −3.379 for side 4. No labels. Throws std::invalid_argument unless 1 ≤ side ≤ 16.
Dataset bars_and_stripes(Index side);

/// The encoder problem (Ackley, Hinton, Sejnowski 1985): two groups of n bits, one bit on in
/// each, the same in both: n examples of 2n bits (2 × n), labels 0 … n − 1. In the 4-2-4 encoder n = 4 and 2
/// hidden units tell the groups of each other. Throws std::invalid_argument unless 1 ≤ n ≤ 1000.
Dataset encoder_patterns(Index n);

/// The shifter problem (Hinton, Sejnowski 1986, Parallel Distributed Processing, chapter 7): `width` bits,
/// the same bits shifted by one place with wraparound, and three bits of which one is on: shifted left, not
/// at all, or right, labels 0, 1, 2. All 3·2^width examples of 2·width + 3 bits. Throws std::invalid_argument
/// unless 3 ≤ width ≤ 16.
Dataset shifter(Index width);

}  // namespace onedial
