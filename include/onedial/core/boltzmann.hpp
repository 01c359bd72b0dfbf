#pragma once
#include <cmath>
#include <span>

#include "onedial/core/elementary.hpp"
#include "onedial/core/temperature.hpp"

/// The one place that turns an energy into a probability.
namespace onedial {

/// e^{−(energy − ground)/T}: the weight of a state relative to a ground state below it, to a few units in the
/// last place. At T = 0 it is 1 for no gap and 0 for a positive one.
inline double boltzmann_weight(double energy, double ground, Temperature t) {
  const double gap = energy - ground;
  const double x = t.reduced(gap);
  const double weight = elementary::exp(-x);
  if (!(x > 1 && x < 750)) {
    return weight;
  }
  // Rounding x by half a unit in its last place changes e^{−x} by up to x/2 units: undo, to first order, what
  // the subtraction (Knuth's two-sum) and the division have rounded away.
  const double ground_part = energy - gap;
  const double gap_lost = (energy - (gap + ground_part)) + (ground_part - ground);
  const double lost = (std::fma(-x, t.value(), gap) + gap_lost) / t.value();
  return weight - weight * lost;
}

/// Heat bath (Glauber): the probability to be in the second of two states, `delta` above the first:
/// 1/(1 + e^{delta/T}), the two-level softmax over {0, −delta}. At T = 0 a tie is ½.
inline double heat_bath_probability(double delta, Temperature t) {
  return 1.0 / (1.0 + elementary::exp(t.reduced(delta)));
}

/// Metropolis: the probability min(1, e^{−delta/T}) to accept a move that costs `delta`
/// (Metropolis, Rosenbluth, Rosenbluth, Teller, Teller 1953). At T = 0 a tie is accepted.
inline double metropolis_probability(double delta, Temperature t) {
  return delta <= 0 ? 1.0 : elementary::exp(-t.reduced(delta));
}

/// ln Z of independent two-level units, unit k with levels 0 and deltas[k]: Σ ln(1 + e^{−delta/T}), to about
/// 10⁻¹³ a unit. At T = 0 it is +∞ if a delta is negative, and otherwise ln 2 for each one that is 0.
inline double two_level_log_z(std::span<const double> deltas, Temperature t) {
  // Of each factor 1 + e^{x} with x > 0, e^{x} is taken out; the rest is at most 2, and several share one
  // logarithm.
  constexpr double large = 0x1p1000;
  double sum = 0;
  double product = 1;
  for (const double delta : deltas) {
    const double x = -t.reduced(delta);
    sum += x > 0 ? x : 0;
    product *= 1 + elementary::exp(-std::abs(x));
    if (product > large) {
      sum += elementary::log(product);
      product = 1;
    }
  }
  return sum + elementary::log(product);
}

}  // namespace onedial
