#include "excited_levels.hpp"

#include "onedial/core/compensated_sum.hpp"

namespace onedial {
namespace {

ScaledNumber log_growth_of(double excited_weight, double ground_degeneracy, int weight_exponent) {
  const double ratio = std::ldexp(excited_weight / ground_degeneracy, weight_exponent);
  if (ratio < 0x1p-60) {  // ln(1 + x) is x there, and x may be far smaller than a double holds
    return {excited_weight / ground_degeneracy, weight_exponent};
  }
  return {elementary::log1p(ratio), 0};
}

}  // namespace

ExcitedLevels::ExcitedLevels(const Spectrum& spectrum, const LevelFrame& frame) {
  CompensatedSum weights;
  CompensatedSum gaps;
  for_each_excited(spectrum, frame, [&](const Level& level) {
    const double level_weight = weight_of(level, frame);
    weights.add(level_weight);
    gaps.add(level_weight * level.gap.high);
  });
  weight = weights.value();
  z = spectrum.ground_degeneracy() + std::ldexp(weight, frame.weight_exponent);
  fraction = {weight / z, frame.weight_exponent};
  log_growth = log_growth_of(weight, spectrum.ground_degeneracy(), frame.weight_exponent);
  if (!(weight > 0)) {
    return;
  }
  mean_gap = gaps.value() / weight;
  // A second pass, so that the variance cannot turn negative; Σ (d − mean), which would be 0 without
  // rounding, corrects it for the error of the mean (Chan, Golub, LeVeque 1983).
  CompensatedSum deviations;
  CompensatedSum squares;
  for_each_excited(spectrum, frame, [&](const Level& level) {
    const double level_weight = weight_of(level, frame);
    const double deviation = (level.gap.high - mean_gap) + level.gap.low;
    deviations.add(level_weight * deviation);
    squares.add(level_weight * deviation * deviation);
  });
  const double shift = deviations.value() / weight;
  variance = std::fmax(0.0, squares.value() / weight - shift * shift);
}

}  // namespace onedial
