#pragma once
#include "level_sums.hpp"

namespace onedial {

/// What the excited levels of a spectrum amount to.
struct ExcitedLevels {
  ExcitedLevels(const Spectrum& spectrum, const LevelFrame& frame);

  double weight = 0;        ///< R = Σ g e^{−d/T}, in the frame's unit of weight
  double mean_gap = 0;      ///< Σ g d e^{−d/T} / R, in the frame's unit of energy
  double variance = 0;      ///< Σ g (d − mean gap)² e^{−d/T} / R, in the square of that unit
  double z;                 ///< g + R
  ScaledNumber fraction;    ///< R/(g + R), the probability to be excited
  ScaledNumber log_growth;  ///< ln(1 + R/g)
};

}  // namespace onedial
