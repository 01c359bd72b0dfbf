#pragma once
#include "onedial/core/spectrum.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// How far entropy and mean energy are from their limits at one end of the dial; neither is negative.
/// Formed from positive terms, and so accurate also where the difference of two values of
/// `thermodynamics` would have lost all its digits.
struct DistanceToLimit {
  double entropy;
  double energy;
};

/// S − ln g and ⟨E⟩ − E₀: the distance to T = 0. With R and D as in `thermodynamics`,
/// S − ln g = ln(1 + R/g) + (D/T)/(g + R) and ⟨E⟩ − E₀ = D/(g + R).
DistanceToLimit distance_to_zero(const Spectrum& spectrum, Temperature t);

/// ln N − S and Ē − ⟨E⟩ with Ē = Σ gE/N: the distance to T = ∞. With ℓ = ln(Np), the surprise of a state
/// below that of the uniform distribution, ln N − S = (1/N) Σ g (ℓe^ℓ − e^ℓ + 1), the Kullback–Leibler
/// divergence as a sum of positive terms, and Ē − ⟨E⟩ = (T/N) Σ g ℓ (e^ℓ − 1).
DistanceToLimit distance_to_infinity(const Spectrum& spectrum, Temperature t);

/// ln N − S ≥ 0: what knowing T tells about the state, in nats.
inline double entropy_deficit(const Spectrum& spectrum, Temperature t) {
  return distance_to_infinity(spectrum, t).entropy;
}

}  // namespace onedial
