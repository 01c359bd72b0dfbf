#include "onedial/softmax/draw.hpp"

#include <algorithm>
#include <array>

#include "block_weights.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// A number strictly between 0 and 1: the middle of one of 2^52 equal cells.
double uniform_inside(RandomStream& random) {
  return static_cast<double>((random() >> 11U) | 1U) * 0x1p-53;
}

/// Finds the place where a running sum of weights passes a target; where rounding keeps the sum below it, the
/// last place of weight above 0.
class Passing {
 public:
  explicit Passing(double target) : target_(target) {}

  /// Whether the sum passes with this weight.
  bool at(std::size_t place, double weight) {
    if (weight > 0) {
      place_ = place;
      if (weight > target_) {
        return true;
      }
      target_ -= weight;
    }
    return false;
  }
  [[nodiscard]] std::size_t place() const { return place_; }
  /// What the weights before that place leave of the target.
  [[nodiscard]] double rest() const { return target_; }

 private:
  double target_;
  std::size_t place_ = 0;
};

template <class Real>
Index draw_by_inversion(std::span<const Real> logits, Temperature t, RandomStream& random) {
  const BlockWeights<Real> blocks(logits, t);
  Passing block(uniform_inside(random) * blocks.total());
  for (std::size_t i = 0; i < blocks.blocks() && !block.at(i, blocks.weight(i)); ++i) {
  }
  // Then by parts of the block, since most of them need no look at each token.
  constexpr std::size_t part_length = 16 * virtual_lanes<Real>;
  PaddedBlock<Real> padded;
  const std::span<const Real> z = padded(block_of(logits, block.place()));
  std::array<Real, part_length> weights;
  const auto weigh = [&](std::size_t begin) {
    return kernels<Real>()
        .weights(z.data() + begin, std::min(part_length, z.size() - begin), blocks.maximum(), blocks.dial(),
                 weights.data())
        .weight;
  };
  Passing part(block.rest());
  bool passed = false;
  for (std::size_t begin = 0; begin < z.size() && !passed; begin += part_length) {
    passed = part.at(begin, weigh(begin));
  }
  if (!passed) {
    weigh(part.place());
  }
  Passing token(part.rest());
  for (std::size_t i = 0; i < std::min(part_length, z.size() - part.place()); ++i) {
    if (token.at(i, double{weights[i]})) {
      break;
    }
  }
  if (double{weights[token.place()]} < blocks.least_weight()) {
    // Only rounding leads to a token of probability 0; the most likely one stands in.
    return std::find(logits.begin(), logits.end(), blocks.maximum()) - logits.begin();
  }
  return static_cast<Index>(block.place() * block_length<Real> + part.place() + token.place());
}

template <class Real>
Index draw_by_race(std::span<const Real> logits, Temperature t, RandomStream& random) {
  const Temperature temperature = representable<Real>(t);
  const Dial<Real> dial = weight_dial<Real>(t);
  constexpr double never = std::numeric_limits<double>::infinity();
  double best_time = never;
  Index best = 0;
  Real best_reference = 0;
  std::array<Real, block_length<Real>> weights;
  const auto weigh = [&](std::size_t, std::span<const Real> z, Real reference, bool) {
    if (best_time < never && reference > best_reference) {
      // Against a greater reference the weight of the best so far is less, and its time longer.
      best_time /= boltzmann_weight(-double{best_reference}, -double{reference}, temperature);
    }
    best_reference = reference;
    return kernels<Real>().weights(z.data(), z.size(), reference, dial, weights.data());
  };
  sum_each_block(logits, weigh, [&](std::size_t block, std::span<const Real>, const WeightSum<Real>&, bool) {
    const std::size_t size = block_of(logits, block).size();
    for (std::size_t i = 0; i < size; ++i) {
      const double u = uniform_inside(random);
      const auto weight = static_cast<double>(weights[i]);
      if (u < best_time * weight) {  // −ln(1 − u) > u: most tokens lose without a logarithm
        const double time = -elementary::log1p(-u) / weight;
        if (time < best_time) {
          best_time = time;
          best = static_cast<Index>(block * block_length<Real> + i);
        }
      }
    }
  });
  return best;
}

}  // namespace

Index draw_token(std::span<const float> logits, Temperature t, RandomStream& random) {
  return draw_by_inversion(logits, t, random);
}
Index draw_token(std::span<const double> logits, Temperature t, RandomStream& random) {
  return draw_by_inversion(logits, t, random);
}

Index draw_token_gumbel(std::span<const float> logits, Temperature t, RandomStream& random) {
  return draw_by_race(logits, t, random);
}
Index draw_token_gumbel(std::span<const double> logits, Temperature t, RandomStream& random) {
  return draw_by_race(logits, t, random);
}

}  // namespace onedial
