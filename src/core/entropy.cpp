#include "onedial/core/entropy.hpp"

#include <stdexcept>
#include <string>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {

double entropy_nats(std::span<const double> probabilities) {
  CompensatedSum sum;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double p = probabilities[i];
    if (!(p >= 0)) {
      throw std::invalid_argument("probability " + std::to_string(i) + " is " + std::to_string(p) +
                                  "; it must not be negative or NaN");
    }
    if (p > 0) {
      sum.add(p * surprise_nats(p));
    }
  }
  return sum.value();
}

double bits_from_nats(double nats) {
  constexpr double log2_e = 1.4426950408889634074;
  return nats * log2_e;
}

double perplexity(double entropy_in_nats) {
  return elementary::exp(entropy_in_nats);
}

double surprise_nats(double probability) {
  return 0.0 - elementary::log(probability);
}

}  // namespace onedial
