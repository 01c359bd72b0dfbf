#pragma once
#include <span>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/model/state.hpp"

namespace onedial {

/// Logits of n examples over k classes with the class that is right.
struct LabelledLogits {
  std::span<const double> logits;  ///< (n × k), row by row; −∞ for a class that is ruled out
  std::span<const Level> labels;   ///< (n), 0 … k−1
  Index classes;                   ///< k
};

/// How well probabilities fit labels.
struct CalibrationScore {
  double nll;    ///< mean −ln p(label), nats
  double brier;  ///< mean Σ_j (p_j − [j = label])², 0 … 2 (Brier 1950)
  double ece;  ///< expected calibration error: Σ_b (n_b/n)·|accuracy − confidence| over 15 bins of equal
               ///< width of max p, open below; a tied argmax is the lowest class (Guo et al. 2017)
};

/// The scores of softmax(logits/T).
/// Throws std::invalid_argument unless there are examples, sizes match, labels are classes, and each row has
/// logits as `Spectrum::from_logits` wants them with a finite one at the label.
CalibrationScore calibration_score(const LabelledLogits& data, Temperature t);

/// What temperature scaling achieves.
struct Calibration {
  Temperature temperature;
  CalibrationScore before;  ///< at T = 1
  CalibrationScore after;   ///< at `temperature`
  Index iterations;         ///< Newton and bisection steps
};

/// Temperature scaling: the T that minimizes the NLL (Guo, Pleiss, Sun, Weinberger 2017, "On Calibration of
/// Modern Neural Networks"). With z_y the label's logit, the NLL is convex in β = 1/T: its slope is
/// mean(⟨z⟩_β − z_y), its curvature mean Var_β(z). Newton in β inside a bracket, to the last digits.
/// Where every label has the largest logit the minimum is at β = ∞, T = 0; where labels have on average no
/// more than the mean logit it is at β = 0, T = ∞; where the NLL does not depend on T it is T = 1.
/// Throws as `calibration_score`.
Calibration calibrate_temperature(const LabelledLogits& data);

}  // namespace onedial
