#pragma once
#include <span>

namespace onedial {

/// Shannon's entropy −Σ p ln p in nats; terms with p = 0 count nothing.
/// Throws std::invalid_argument that names the index of a probability that is negative or NaN.
double entropy_nats(std::span<const double> probabilities);

/// The entropy in bits: nats / ln 2.
double bits_from_nats(double nats);

/// e^S = 2^{S in bits}: how many equally likely choices have this entropy.
double perplexity(double entropy_in_nats);

/// −ln p in nats: how surprising an event of probability p is; +∞ at p = 0.
double surprise_nats(double probability);

}  // namespace onedial
