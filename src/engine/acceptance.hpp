#pragma once
#include <cmath>
#include <cstdint>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {

/// The kernel's probability to flip.
inline double flip_probability(KernelKind kernel, double flip_energy, Temperature t) {
  return kernel == KernelKind::heat_bath ? heat_bath_probability(flip_energy, t)
                                         : metropolis_probability(flip_energy, t);
}

/// The integer k ≤ 2³² for which a random number of 32 bits is below k with probability closest to p.
inline std::uint64_t probability_threshold(double p) {
  return static_cast<std::uint64_t>(std::llround(p * 0x1p32));
}

/// A decision about a flip as a random bar that ΔE/T has to stay below: with u = (bits + ½)/2³², uniform in
/// (0, 1), the bar ln(u/(1 − u)) is passed with the heat bath's probability, and −ln u with Metropolis'.
/// Decided before ΔE is known, it can be computed for many units or replicas at a time.
inline double energy_bar(KernelKind kernel, std::uint32_t bits) {
  const double u = (bits + 0.5) * 0x1p-32;
  return kernel == KernelKind::heat_bath ? elementary::log(u / (1.0 - u)) : -elementary::log(u);
}

/// The decision itself, exact to 2⁻³²: what vectorised comparisons with a rounded bar fall back on where they
/// are too close to call. At T = 0 a tie is decided as by `flip_probability`.
inline bool passes_bar(KernelKind kernel, double flip_energy, Temperature t, std::uint32_t bits) {
  return t.reduced(flip_energy) < energy_bar(kernel, bits);
}

}  // namespace onedial
