#pragma once
#include <span>

#include "onedial/core/thermodynamics.hpp"

namespace onedial {

/// Sums over logits z, with d = m − z the gap to the maximum m and w = e^{−d/T}, all terms positive.
struct GapMoments {
  double maximum = 0;  ///< m
  double ties = 0;     ///< g, the number of logits with d = 0
  double weight = 0;   ///< R = Σ_{d>0} w
  double gap = 0;      ///< D = Σ_{d>0} w d
  double spread = 0;   ///< Σ w (d − ⟨d⟩)², the ties included

  /// Z' = g + R
  [[nodiscard]] double total() const { return ties + weight; }
  /// ⟨d⟩
  [[nodiscard]] double mean_gap() const { return gap / total(); }
  /// ln Z' = ln g + log1p(R/g)
  [[nodiscard]] double log_total() const;
};

/// One pass over the logits. Throws std::invalid_argument as `softmax`.
GapMoments gap_moments(std::span<const float> logits, Temperature t);
GapMoments gap_moments(std::span<const double> logits, Temperature t);

}  // namespace onedial
