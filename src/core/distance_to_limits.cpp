#include "onedial/core/distance_to_limits.hpp"

#include <cmath>

#include "excited_levels.hpp"
#include "onedial/core/compensated_sum.hpp"

namespace onedial {
namespace {

/// share·(ℓe^ℓ − e^ℓ + 1) ≥ 0, accurate also where ℓ is small and the bracket is nearly ℓ²/2.
double divergence_term(double share, double l) {
  if (std::abs(l) < 0.35) {
    const double tail = elementary::detail::exp_tail(l);  // e^ℓ = 1 + ℓ + ℓ² tail
    return share * (l * l) * ((1 - tail) + l * tail);
  }
  if (l < 1) {
    return share * (l * elementary::exp(l) - elementary::expm1(l));
  }
  const double root = elementary::exp(0.5 * l);  // e^ℓ alone may overflow
  return share * root * (l - 1) * root + share;
}

/// ln(N/Z) with Z relative to the ground state: from Σ g (1 − e^{−d/T})/N where that is less than ½.
double log_missing_states(const Spectrum& spectrum, const LevelFrame& frame) {
  const double count = spectrum.state_count();
  CompensatedSum missing;
  CompensatedSum present;
  present.add(spectrum.ground_degeneracy() / count);
  for_each_excited(spectrum, frame, [&](const Level& level) {
    const double share = level.degeneracy / count;
    missing.add(share * -elementary::expm1(-level.reduced.high));
    if (level.reduced.high < weightless) {
      const ScaledNumber weight = scaled_weight(level.reduced) * share;
      present.add(weight.value());
    }
  });
  return missing.value() < 0.5 ? -elementary::log1p(-missing.value()) : -elementary::log(present.value());
}

}  // namespace

DistanceToLimit distance_to_zero(const Spectrum& spectrum, Temperature t) {
  if (t.is_zero()) {
    return {0, 0};
  }
  const LevelFrame frame = LevelFrame::of_weighty_levels(spectrum, t);
  const ExcitedLevels excited(spectrum, frame);
  return {.entropy = excited.log_growth.value() +
                     (excited.fraction * (excited.mean_gap / frame.temperature)).value(),
          .energy = (excited.fraction * excited.mean_gap).shifted(frame.energy_exponent).value()};
}

DistanceToLimit distance_to_infinity(const Spectrum& spectrum, Temperature t) {
  if (t.is_infinite()) {
    return {0, 0};
  }
  const double count = spectrum.state_count();
  const LevelFrame frame = LevelFrame::of_all_levels(t);
  const double log_missing = log_missing_states(spectrum, frame);  // ℓ of the ground states
  const double ground_share = spectrum.ground_degeneracy() / count;
  CompensatedSum entropy;
  CompensatedSum energy;
  entropy.add(divergence_term(ground_share, log_missing));
  energy.add(ground_share * (log_missing * frame.temperature) * elementary::expm1(log_missing));
  for_each_excited(spectrum, frame, [&](const Level& level) {
    const double share = level.degeneracy / count;
    const double l = (log_missing - level.reduced.high) - level.reduced.low;
    const bool occurs = l > -750;
    // −ℓT is the distance of the level from the energy at which Np is 1; without division where T is ~0.
    const double above = occurs ? -l * frame.temperature : level.gap.high - log_missing * frame.temperature;
    entropy.add(occurs ? divergence_term(share, l) : share);
    energy.add(share * above * -elementary::expm1(l));
  });
  return {.entropy = entropy.value(), .energy = energy.value()};
}

}  // namespace onedial
