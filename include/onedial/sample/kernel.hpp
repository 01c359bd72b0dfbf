#pragma once
#include <concepts>
#include <cstdint>
#include <numeric>
#include <span>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/index.hpp"
#include "onedial/core/random.hpp"

namespace onedial {

/// Which single-unit update a system makes.
enum class KernelKind : std::uint8_t { heat_bath, metropolis };

/// A rule for single-unit updates: the probability to flip, from the energy that the flip costs.
template <class Kernel>
concept UpdateKernel = requires(double flip_energy, Temperature t) {
  { Kernel::flip_probability(flip_energy, t) } -> std::same_as<double>;
};

/// Heat bath (Gibbs sampling): the unit forgets its level and draws a new one from its conditional
/// distribution. At T = 0 a tie is drawn with probability ½.
struct HeatBath {
  static double flip_probability(double flip_energy, Temperature t) {
    return heat_bath_probability(flip_energy, t);
  }
};

/// Metropolis: a flip is proposed and accepted with min(1, e^{−ΔE/T}). It moves more than heat bath at low T,
/// but at T = ∞ it flips every unit in every sweep, so that in sequential order the sweep is periodic.
struct Metropolis {
  static double flip_probability(double flip_energy, Temperature t) {
    return metropolis_probability(flip_energy, t);
  }
};

/// Decides by drawing from a generator of 64 random bits.
template <class Random>
class RandomDecision {
 public:
  explicit RandomDecision(Random& random) : random_(&random) {}

  /// True with probability p, to 2⁻⁵³. Certain outcomes draw nothing.
  bool operator()(double p) { return p >= 1.0 || (p > 0.0 && uniform01(*random_) < p); }

  /// One of 0 … count − 1, each as likely as any other, to 2⁻⁵³.
  Index below(Index count) { return static_cast<Index>(uniform01(*random_) * static_cast<double>(count)); }

  /// Position k with probability weights[k]/Σ weights. A weight of 0 is never drawn.
  Index choose(std::span<const double> weights) {
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    const double target = uniform01(*random_) * total;  // below the total, which the sum comes to in the end
    std::size_t k = 0;
    double sum = weights[0];
    while (sum <= target) {
      sum += weights[++k];
    }
    return static_cast<Index>(k);
  }

 private:
  Random* random_;
};

/// One sweep: units 0 … N−1 in order, each flipped if `decide(p)` says so, where p is the kernel's
/// probability. `on_flip(unit, flip_energy)` is called before each flip. Tests pass a `decide` that walks
/// through every outcome, and so obtain the exact transition matrix of this very code.
template <UpdateKernel Kernel, class Model, class Decide, class OnFlip>
void sweep_sequentially(Model& model, Temperature t, Decide& decide, OnFlip on_flip) {
  const Index units = model.size();
  for (Index unit = 0; unit < units; ++unit) {
    const double flip_energy = model.flip_energy(unit);
    if (decide(Kernel::flip_probability(flip_energy, t))) {
      on_flip(unit, flip_energy);
      model.flip(unit);
    }
  }
}

}  // namespace onedial
